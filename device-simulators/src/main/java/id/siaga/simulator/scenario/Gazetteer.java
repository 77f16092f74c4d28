package id.siaga.simulator.scenario;

import id.siaga.simulator.device.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The 56 kelurahan of Kota Bekasi with their centroids, from {@code place/kelurahan.csv}. */
public record Gazetteer(List<Kelurahan> kelurahan) {

    private static final String FILE = "/place/kelurahan.csv";

    /** A kelurahan: Kemendagri code, name, centroid. */
    public record Kelurahan(String code, String kecamatan, String name, Place centroid) {

        /** The name as it stands in device ids: {@code kaliabang-tengah}. */
        public String slug() {
            return name.toLowerCase(Locale.ROOT).replace(' ', '-');
        }
    }

    /** Reads the list that comes with the simulators. */
    public static Gazetteer bekasi() {
        InputStream file = Objects.requireNonNull(Gazetteer.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new Gazetteer(lines.lines().skip(1).map(Gazetteer::kelurahan).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    /** The kelurahan of that name; fails naming it when there is none. */
    public Kelurahan named(String name) {
        return kelurahan.stream().filter(k -> k.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("route: no kelurahan \"" + name + "\" in Kota Bekasi"));
    }

    private static Kelurahan kelurahan(String line) {
        List<String> cells = List.of(line.split(",", -1));
        Place centroid = new Place(Double.parseDouble(cells.get(3)), Double.parseDouble(cells.get(4)));
        return new Kelurahan(cells.get(0), cells.get(1), cells.get(2), centroid);
    }
}
