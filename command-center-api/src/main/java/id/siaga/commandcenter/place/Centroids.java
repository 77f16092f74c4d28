package id.siaga.commandcenter.place;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The 56 kelurahan by name, code and centroid; shipped with the product, so it always works. */
public record Centroids(List<Kelurahan> all) implements Places {
    /** Degrees of latitude, 2.2 km. On polygons of the 56 kelurahan no border lies farther than 0.0193 from a centroid. */
    private static final double REACH = 0.02;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    public static Centroids shipped() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Centroids.class.getResourceAsStream("kelurahan.csv")),
                StandardCharsets.UTF_8))) {
            return new Centroids(lines.lines().skip(1).map(Centroids::parsed).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kelurahan parsed(String line) {
        String[] field = line.split(",");
        return new Kelurahan(field[0], field[1], field[2], field[3], Double.parseDouble(field[4]),
                Double.parseDouble(field[5]));
    }

    @Override
    public Place at(double latitude, double longitude) {
        Kelurahan nearest = all.stream()
                .min(Comparator.comparingDouble(kelurahan -> kelurahan.squaredDistance(latitude, longitude)))
                .orElseThrow();
        return new Place(nearest, true);
    }

    @Override
    public boolean covers(double latitude, double longitude) {
        return at(latitude, longitude).kelurahan().squaredDistance(latitude, longitude) <= REACH * REACH;
    }

    @Override
    public Optional<Kelurahan> kelurahan(String code) {
        return all.stream().filter(each -> each.code().equals(code)).findFirst();
    }

    @Override
    public boolean hasKecamatan(String word) {
        return all.stream().anyMatch(each -> each.kecamatanCode().equals(word) || each.kecamatan().equals(word));
    }

    @Override
    public Optional<Kelurahan> kecamatan(String code) {
        return all.stream().filter(each -> each.kecamatanCode().equals(code)).findFirst();
    }

    @Override
    public JsonNode boundaries() {
        ObjectNode collection = NODES.objectNode().put("type", "FeatureCollection").put("approximate", true);
        collection.putArray("features").addAll(all.stream().map(Centroids::feature).toList());
        return collection;
    }

    private static ObjectNode feature(Kelurahan kelurahan) {
        ObjectNode feature = NODES.objectNode().put("type", "Feature");
        feature.putObject("properties").put("kode", kelurahan.code()).put("nama", kelurahan.name())
                .put("kode_kecamatan", kelurahan.kecamatanCode()).put("nama_kecamatan", kelurahan.kecamatan());
        feature.putObject("geometry").put("type", "Point").putArray("coordinates").add(kelurahan.longitude())
                .add(kelurahan.latitude());
        return feature;
    }
}
