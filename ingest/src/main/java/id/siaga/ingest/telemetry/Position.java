package id.siaga.ingest.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A place on WGS 84.
 *
 * @param latitude degrees, −90…90
 * @param longitude degrees, −180…180
 * @param altitude metres
 * @param accuracy radius in metres
 * @param flags bits of {@link Flag} that concern the fix
 */
public record Position(double latitude, double longitude, @Nullable Double altitude, @Nullable Double accuracy,
        int flags) {

    /** A coarse fix beyond this radius is kept but not trusted. */
    private static final double COARSE_M = 500;

    public static Position of(double latitude, double longitude, @Nullable Double altitude,
            @Nullable Double accuracy) {
        int flags = 0;
        if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
            flags |= Flag.OUT_OF_RANGE.bit();
        }
        if (latitude == 0 && longitude == 0) {
            flags |= Flag.NO_FIX.bit();
        }
        if (accuracy != null && accuracy > COARSE_M) {
            flags |= Flag.LOW_ACCURACY.bit();
        }
        return new Position(latitude, longitude, altitude, accuracy, flags);
    }

    public Quality quality() {
        return Quality.of(flags);
    }
}
