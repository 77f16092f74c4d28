package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.place.Kelurahan;
import id.siaga.commandcenter.place.Place;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.place.Polygons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    private static final String SQUARE = """
                                         {"type":"FeatureCollection","features":[{"type":"Feature",
                                          "properties":{"kode":"32.75.99.1001","nama":"Kotak","kode_kecamatan":"32.75.99","nama_kecamatan":"Uji"},
                                          "geometry":{"type":"MultiPolygon","coordinates":[[[[106.9,-6.3],[107.0,-6.3],[107.0,-6.2],[106.9,-6.2],[106.9,-6.3]]]]}}]}
                                         """;

    @Test
    void knowsAll56KelurahanAndEachIsNearestToItsOwnCentroid() {
        Centroids centroids = Centroids.shipped();
        assertThat(centroids.all()).hasSize(56).allSatisfy(kelurahan -> assertThat(
                centroids.at(kelurahan.latitude(), kelurahan.longitude())).isEqualTo(new Place(kelurahan, true)));
        assertThat(centroids.boundaries().path("approximate").asBoolean()).isTrue();
    }

    @Test
    void insideAPolygonIsExactAndOutsideIsTheNearestCentroid(@TempDir Path folder) throws IOException {
        Places places = Polygons.load(Files.writeString(folder.resolve("square.geojson"), SQUARE), Centroids.shipped());
        assertThat(places.at(-6.25, 106.95)).extracting(Place::approximate, place -> place.kelurahan().name())
                .containsExactly(false, "Kotak");
        assertThat(places.at(-6.399, 106.92).approximate()).isTrue();
    }

    @Test
    void refusesAFileThatLacksAProperty(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.geojson"), SQUARE.replace("kode_kecamatan", "kec"));
        assertThatThrownBy(() -> Polygons.load(file, Centroids.shipped())).isInstanceOf(IOException.class)
                .hasMessageContaining("kode_kecamatan").hasMessageContaining("bad.geojson");
    }

    @Test
    void realPolygonsPutEveryCentroidInItsKecamatan() throws IOException {
        Path file = Path.of(System.getProperty("siaga.root"), "..", "shared", "boundaries", "bekasi_kelurahan.geojson");
        Assumptions.assumeTrue(Files.exists(file), "no boundary file beside the project");
        Places places = Polygons.load(file, Centroids.shipped());
        assertThat(Centroids.shipped().all()).allSatisfy(kelurahan -> assertThat(kecamatan(places, kelurahan))
                .isEqualTo(kelurahan.kecamatanCode()));
    }

    private static String kecamatan(Places places, Kelurahan kelurahan) {
        return places.at(kelurahan.latitude(), kelurahan.longitude()).kelurahan().kecamatanCode();
    }
}
