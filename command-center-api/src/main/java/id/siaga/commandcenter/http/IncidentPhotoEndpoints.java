package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.Capture;
import id.siaga.commandcenter.closure.CaptureNonces;
import id.siaga.commandcenter.closure.IncidentPhotos;
import id.siaga.commandcenter.closure.NonceOutcome;
import id.siaga.commandcenter.closure.PhotoOutcome;
import id.siaga.commandcenter.closure.photo.UnfitPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Photos of incidents over HTTP: a nonce first, then the bytes with when and where they were taken. */
public record IncidentPhotoEndpoints(CaptureNonces nonces, IncidentPhotos photos) {
    private static final Set<String> SHOWN = Set.of("PUBLIC", "THUMBNAIL");

    public Map<String, Endpoint> byOperation() {
        return Map.of("closure_nonce", this::nonce, "capture_photo", this::capture, "source_photo", this::source,
                "incident_photos", this::list, "incident_photo_original", call -> copy(call, "ORIGINAL"),
                "incident_photo_copy", this::shown);
    }

    private Reply nonce(Call call) {
        NonceOutcome outcome = nonces.database().transaction(
                connection -> nonces.issue(connection, call.scope(), call.id(), call.account()));
        return switch (outcome) {
            case NonceOutcome.Issued issued -> Reply.created(issued.nonce());
            case NonceOutcome.Missing missing -> throw missing(call);
            case NonceOutcome.Finished finished -> throw new Problem(409, "incident-finished",
                    "Insiden sudah selesai (it is over)", finished.state());
            case NonceOutcome.NotOnDuty not -> throw Problem.forbidden(
                    "Hanya yang bertugas pada satuan yang dikirim (only who is on shift on a unit that was sent)");
            case NonceOutcome.TooMany many -> throw new Problem(429, "too-many-nonces",
                    "Terlalu banyak izin foto terbuka (too many nonces unused)",
                    "Paling banyak (at most) " + many.most());
        };
    }

    private Reply capture(Call call) {
        byte[] bytes = call.bytes();
        Capture capture = CaptureHeaders.read(call, bytes);
        return kept(call, () -> photos.capture(call.scope(), call.id(), call.account(), capture, bytes));
    }

    private Reply source(Call call) {
        return kept(call, () -> photos.source(call.scope(), call.id(), call.account(), call.bytes()));
    }

    private static Reply kept(Call call, Supplier<PhotoOutcome> work) {
        try {
            return switch (work.get()) {
                case PhotoOutcome.Kept kept -> Reply.created(kept.photo());
                case PhotoOutcome.Missing missing -> throw missing(call);
                case PhotoOutcome.NonceRefused refused -> throw new Problem(409, "nonce-refused",
                        "Izin foto tidak berlaku (nonce refused)", refused.why());
                case PhotoOutcome.TooMany many -> throw new Problem(409, "too-many-photos",
                        "Foto sudah terlalu banyak (too many photos)", "Paling banyak (at most) " + many.most());
            };
        } catch (UnfitPicture e) {
            throw unfit(e);
        }
    }

    private static Problem unfit(UnfitPicture picture) {
        return switch (picture.fault()) {
            case NOT_A_PHOTO -> new Problem(415, "not-a-photo", "Bukan JPEG, PNG atau WebP (neither)",
                    "Dilihat dari isinya (by its content)");
            case BROKEN -> new Problem(400, "broken-photo", "Foto rusak (broken photo)",
                    String.valueOf(picture.getMessage()));
            case TOO_MANY_SCANS -> new Problem(413, "too-large", "Foto terlalu rumit (too many scans)",
                    String.valueOf(picture.getMessage()));
            case NO_DECODER_FREE -> new Problem(503, "busy", "Foto lain sedang dibaca (busy with other photos)",
                    String.valueOf(picture.getMessage()));
            case TOO_MANY_PIXELS -> new Problem(413, "too-large", "Foto terlalu besar (too many pixels)",
                    String.valueOf(picture.getMessage()));
        };
    }

    private Reply list(Call call) {
        return Reply.items(photos.of(call.scope(), call.id()).orElseThrow(() -> missing(call)));
    }

    private Reply shown(Call call) {
        String copy = call.path("copy").toUpperCase(Locale.ROOT);
        if (!SHOWN.contains(copy)) {
            throw missing(call);
        }
        return copy(call, copy);
    }

    private Reply copy(Call call, String copy) {
        String photo = call.path("photo_id");
        if (!photo.matches("[0-9]{1,18}")) {
            throw missing(call);
        }
        ObjectNode row = photos.copy(call.scope(), call.id(), Long.parseLong(photo), copy)
                .orElseThrow(() -> missing(call));
        try {
            return Reply.file(row.path("media_type").asText(), row.path("content").binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem missing(Call call) {
        return Problem.missing(call.context().normalizedPath());
    }
}
