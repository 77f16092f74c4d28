package id.siaga.commandcenter.place;

/** A kelurahan by its Kemendagri codes, and the centroid of its area in WGS 84 degrees. */
public record Kelurahan(String code, String name, String kecamatanCode, String kecamatan, double latitude,
        double longitude) {

    /** Squared distance in degrees of latitude; good enough to find the nearest within one city. */
    double squaredDistance(double lat, double lng) {
        double north = lat - latitude;
        double east = (lng - longitude) * Math.cos(Math.toRadians(latitude));
        return north * north + east * east;
    }
}
