package id.siaga.commandcenter.place;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;

/** Kelurahan polygons from a GeoJSON file given at deployment, indexed by an STR tree. */
public final class Polygons implements Places {
    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private record Area(Kelurahan kelurahan, PreparedGeometry shape) {
    }

    private final STRtree tree = new STRtree();
    private final Centroids fallback;
    private final ObjectNode source;

    private Polygons(ObjectNode source, Centroids fallback) throws ParseException {
        this.source = source;
        this.fallback = fallback;
        for (JsonNode feature : source.path("features")) {
            Geometry shape = shape(feature);
            Area area = new Area(kelurahan(feature.path("properties"), shape), PreparedGeometryFactory.prepare(shape));
            tree.insert(shape.getEnvelopeInternal(), area);
        }
        tree.build();
    }

    private static Geometry shape(JsonNode feature) throws ParseException {
        if (!feature.path("geometry").isObject()) {
            throw new IllegalArgumentException("a feature has no geometry: " + feature.path("properties"));
        }
        return new GeoJsonReader().read(feature.path("geometry").toString());
    }

    /** Loads features with the properties kode, nama, kode_kecamatan, nama_kecamatan; a bad file is refused by name. */
    public static Polygons load(Path file, Centroids fallback) throws IOException {
        try {
            if (new JsonMapper().readTree(Files.readString(file)) instanceof ObjectNode collection
                    && !collection.path("features").isEmpty()) {
                return new Polygons(collection, fallback);
            }
        } catch (ParseException | IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        throw new IOException(file + ": no GeoJSON features");
    }

    private static Kelurahan kelurahan(JsonNode properties, Geometry shape) {
        Point centroid = shape.getCentroid();
        return new Kelurahan(text(properties, "kode"), text(properties, "nama"), text(properties, "kode_kecamatan"),
                text(properties, "nama_kecamatan"), centroid.getY(), centroid.getX());
    }

    private static String text(JsonNode properties, String name) {
        if (properties.path(name).isTextual()) {
            return properties.path(name).textValue();
        }
        throw new IllegalArgumentException("a feature lacks the property " + name);
    }

    @Override
    public Place at(double latitude, double longitude) {
        Point point = GEOMETRY.createPoint(new Coordinate(longitude, latitude));
        List<?> near = tree.query(new Envelope(point.getCoordinate()));
        return near.stream().map(Area.class::cast).filter(area -> area.shape().covers(point)).findFirst()
                .map(area -> new Place(area.kelurahan(), false)).orElseGet(() -> fallback.at(latitude, longitude));
    }

    @Override
    public boolean covers(double latitude, double longitude) {
        return !at(latitude, longitude).approximate();
    }

    @Override
    public Optional<Kelurahan> kelurahan(String code) {
        return fallback.kelurahan(code);
    }

    /** As its own file writes them, too. */
    @Override
    public boolean hasKecamatan(String word) {
        return fallback.hasKecamatan(word)
                || source.path("features").findValuesAsText("nama_kecamatan").contains(word);
    }

    @Override
    public Optional<Kelurahan> kecamatan(String code) {
        return fallback.kecamatan(code);
    }

    @Override
    public JsonNode boundaries() {
        return source;
    }
}
