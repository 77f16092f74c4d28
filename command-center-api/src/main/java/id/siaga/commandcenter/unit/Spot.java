package id.siaga.commandcenter.unit;

/** A place on Earth, WGS 84 degrees. */
public record Spot(double latitude, double longitude) {
    private static final double EARTH_M = 6_371_008.8;

    /** Great-circle distance in metres, on a sphere: less than 0.6 % off. */
    public double metresTo(Spot other) {
        double halfNorth = Math.toRadians(other.latitude - latitude) / 2;
        double halfEast = Math.toRadians(other.longitude - longitude) / 2;
        double h = Math.pow(Math.sin(halfNorth), 2) + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude)) * Math.pow(Math.sin(halfEast), 2);
        return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
