package id.siaga.simulator.device;

/** A WGS 84 position in decimal degrees. */
public record Place(double lat, double lng) {

    private static final double METRES_PER_DEGREE = 111_320;

    /** This place moved by so many metres north and east; exact enough within a city. */
    public Place moved(double northM, double eastM) {
        return new Place(lat + northM / METRES_PER_DEGREE, lng + eastM / metresPerDegreeEast());
    }

    /** Distance in metres on a flat city. */
    public double metresTo(Place other) {
        return Math.hypot(northTo(other), eastTo(other));
    }

    /** Bearing in degrees, 0 ≤ x &lt; 360, north 0, east 90. */
    public double courseTo(Place other) {
        double degrees = Math.toDegrees(Math.atan2(eastTo(other), northTo(other)));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    /** The point at {@code share} (0…1) of the straight way to the other place. */
    public Place towards(Place other, double share) {
        return new Place(lat + (other.lat - lat) * share, lng + (other.lng - lng) * share);
    }

    private double northTo(Place other) {
        return (other.lat - lat) * METRES_PER_DEGREE;
    }

    private double eastTo(Place other) {
        return (other.lng - lng) * metresPerDegreeEast();
    }

    private double metresPerDegreeEast() {
        return METRES_PER_DEGREE * Math.cos(Math.toRadians(lat));
    }
}
