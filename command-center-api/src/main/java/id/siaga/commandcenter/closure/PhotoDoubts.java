package id.siaga.commandcenter.closure;

import id.siaga.commandcenter.closure.Doubt.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a photo by itself leaves in doubt: whether it was taken there, and then. Pure.
 *
 * @param radiusM how far from the incident still is there
 */
record PhotoDoubts(ClosurePolicy policy, double radiusM) {

    List<Doubt> of(PhotoFacts photo) {
        List<Doubt> doubts = new ArrayList<>();
        Stream.of(place(photo), time(photo), upload(photo), cameraTime(photo), cameraPlace(photo))
                .forEach(doubt -> doubt.ifPresent(doubts::add));
        return doubts;
    }

    /** In favour of the officer: what the position's own error can explain is not held against the photo. */
    private Optional<Doubt> place(PhotoFacts photo) {
        if (photo.distanceM().isEmpty()) {
            return doubt(Kind.PLACE_UNSURE, String.format(Locale.ROOT,
                    "Foto %d: insiden tanpa lokasi (the incident has no place)", photo.id()));
        }
        double distance = photo.distanceM().get();
        if (distance - Math.min(photo.accuracyM(), policy.capture().worstAccuracyM()) > radiusM) {
            return doubt(Kind.PHOTO_ELSEWHERE,
                    String.format(Locale.ROOT, "Foto %d: %.0f m dari lokasi, batas %.0f m (not taken at the place)",
                            photo.id(), distance, radiusM));
        }
        return photo.accuracyM() <= policy.capture().worstAccuracyM()
                ? Optional.empty()
                : doubt(Kind.PLACE_UNSURE,
                        String.format(Locale.ROOT, "Foto %d: posisi hanya teliti %.0f m (position too inexact)",
                                photo.id(),
                                photo.accuracyM()));
    }

    private Optional<Doubt> time(PhotoFacts photo) {
        Duration tolerance = Duration.ofSeconds(policy.capture().clockToleranceS());
        Instant latest = photo.receivedAt().isBefore(photo.expiresAt()) ? photo.receivedAt() : photo.expiresAt();
        boolean within = !photo.capturedAt().isBefore(photo.issuedAt().minus(tolerance))
                && !photo.capturedAt().isAfter(latest.plus(tolerance));
        return within
                ? Optional.empty()
                : doubt(Kind.PHOTO_TOO_OLD, String.format(Locale.ROOT,
                        "Foto %d: diambil %s, di luar masa izin foto %s – %s (not taken then)",
                        photo.id(), Wib.time(photo.capturedAt()), Wib.time(photo.issuedAt()), Wib.time(latest)));
    }

    private Optional<Doubt> upload(PhotoFacts photo) {
        return photo.receivedAt().isAfter(photo.expiresAt())
                ? doubt(Kind.UPLOADED_LATE,
                        String.format(Locale.ROOT,
                                "Foto %d: baru diterima %s, waktunya hanya kata ponsel (uploaded late: its time is the phone's word)",
                                photo.id(), Wib.time(photo.receivedAt())))
                : Optional.empty();
    }

    private Optional<Doubt> cameraTime(PhotoFacts photo) {
        return photo.cameraAt()
                .filter(at -> Duration.between(at, photo.capturedAt()).abs().toSeconds() > policy.cameraToleranceS())
                .flatMap(at -> doubt(Kind.CAMERA_TIME,
                        String.format(Locale.ROOT, "Foto %d: kamera mencatat %s (the camera says another time)",
                                photo.id(), Wib.time(at))));
    }

    private Optional<Doubt> cameraPlace(PhotoFacts photo) {
        return photo.cameraM().filter(metres -> metres > radiusM + policy.capture().worstAccuracyM())
                .flatMap(metres -> doubt(Kind.CAMERA_PLACE,
                        String.format(Locale.ROOT,
                                "Foto %d: kamera mencatat tempat %.0f m jauhnya (the camera says another place)",
                                photo.id(),
                                metres)));
    }

    private static Optional<Doubt> doubt(Kind kind, String text) {
        return Optional.of(Doubt.of(kind, text));
    }
}
