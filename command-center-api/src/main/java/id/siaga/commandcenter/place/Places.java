package id.siaga.commandcenter.place;

import com.fasterxml.jackson.databind.JsonNode;

/** Finds the kelurahan of a point, and shows what it knows of the city's shape. */
public sealed interface Places permits Centroids, Polygons {

    /** Always answers: outside every polygon, or without polygons, the nearest kelurahan, marked approximate. */
    Place at(double latitude, double longitude);

    /** A GeoJSON FeatureCollection (RFC 7946) for the map. */
    JsonNode boundaries();
}
