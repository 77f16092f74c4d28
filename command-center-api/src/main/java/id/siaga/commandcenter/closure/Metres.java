package id.siaga.commandcenter.closure;

/** Distances on a sphere, good to half a percent. */
final class Metres {
    private static final double EARTH_M = 6_371_000;

    private Metres() {
    }

    static double between(double latitude, double longitude, double otherLatitude, double otherLongitude) {
        double north = Math.toRadians(otherLatitude - latitude);
        double east = Math.toRadians(otherLongitude - longitude);
        double chord = Math.pow(Math.sin(north / 2), 2) + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(otherLatitude)) * Math.pow(Math.sin(east / 2), 2);
        return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, chord)));
    }
}
