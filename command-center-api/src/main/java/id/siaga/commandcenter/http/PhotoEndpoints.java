package id.siaga.commandcenter.http;

import id.siaga.commandcenter.device.photo.PhotoFormat;
import id.siaga.commandcenter.device.photo.Photos;
import id.siaga.commandcenter.device.DeviceQueries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Photos of devices over HTTP: bytes in, metadata and bytes out. */
public record PhotoEndpoints(DeviceQueries devices, Photos photos) {
    private static final int LONGEST_CAPTION = 200;

    public Map<String, Endpoint> byOperation() {
        return Map.of("photos", call -> Reply.items(photos.of(known(call))), "add_photo", this::add, "photo",
                this::photo, "remove_photo", this::remove);
    }

    private String known(Call call) {
        String id = call.path("device_id");
        return devices.device(id).map(device -> id).orElseThrow(() -> Problem.missing("perangkat " + id));
    }

    private Reply add(Call call) {
        String id = known(call);
        String caption = call.query("caption").orElse("");
        if (caption.length() > LONGEST_CAPTION) {
            throw Problem.field("caption", "paling panjang 200 huruf (characters at most)");
        }
        Photos.Picture picture = picture(call.bytes(), caption);
        return Reply.created(photos.add(id, picture, call.account().user())
                .orElseThrow(() -> new Problem(409, "too-many-photos", "Foto sudah terlalu banyak (too many photos)",
                        "Paling banyak (at most) " + photos.mostOfADevice())));
    }

    private static Photos.Picture picture(byte[] bytes, String caption) {
        PhotoFormat format = PhotoFormat.of(bytes).orElseThrow(() -> new Problem(415, "not-a-photo",
                "Bukan JPEG, PNG atau WebP (neither)", "Dilihat dari isinya (by its content)"));
        try {
            return new Photos.Picture(format, format.stripped(bytes), caption);
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "broken-photo", "Foto rusak (broken photo)", String.valueOf(e.getMessage()));
        }
    }

    private Reply photo(Call call) {
        return photos.content(known(call), call.id()).map(row -> {
            try {
                return Reply.file(row.path("media_type").asText(), row.path("content").binaryValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).orElseThrow(() -> Problem.missing("foto " + call.path("id")));
    }

    private Reply remove(Call call) {
        if (!photos.remove(known(call), call.id())) {
            throw Problem.missing("foto " + call.path("id"));
        }
        return Reply.nothing();
    }
}
