package id.siaga.commandcenter.place;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Finds the kelurahan of a point, and shows what it knows of the city's shape. */
public sealed interface Places permits Centroids, Polygons {

    /** Always answers: outside every polygon, or without polygons, the nearest kelurahan, marked approximate. */
    Place at(double latitude, double longitude);

    /** Whether a point belongs to the city; near its border, without polygons, that is not known and taken for yes. */
    boolean covers(double latitude, double longitude);

    Optional<Kelurahan> kelurahan(String code);

    /** Any kelurahan of the kecamatan with this code. */
    Optional<Kelurahan> kecamatan(String code);

    /** Whether a kecamatan has this name, or this code. */
    boolean hasKecamatan(String word);

    /** A GeoJSON FeatureCollection (RFC 7946) for the map. */
    JsonNode boundaries();
}
