package id.siaga.ingest.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What can be measured: its canonical name, its UCUM unit and the range outside of which a value is impossible. The
 * catalogue is {@code metrics.csv} beside this class.
 *
 * @param unit UCUM code; {@code 1} for truths and words, empty when the metric is not in the catalogue
 * @param min least plausible value, or −∞
 * @param max greatest plausible value, or +∞
 */
public record Metric(String name, String unit, double min, double max) {

    private static final Map<String, Metric> CATALOGUE = load();

    /** The catalogued metric, or one without unit and range under the sender's own name. */
    public static Metric named(String name) {
        Metric known = CATALOGUE.get(name);
        return known != null
                ? known
                : new Metric(name, "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public static Collection<Metric> catalogue() {
        return CATALOGUE.values();
    }

    /** A metric is its name: the catalogue gives a name one unit and one range. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metric metric && name.equals(metric.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    public boolean catalogued() {
        return !unit.isEmpty();
    }

    public boolean plausible(double value) {
        return value >= min && value <= max;
    }

    private static Map<String, Metric> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Metric.class.getResourceAsStream("metrics.csv")), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Metric::parse)
                    .collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Metric parse(String line) {
        String[] field = line.split(",", -1);
        return new Metric(field[0], field[1], bound(field[2], Double.NEGATIVE_INFINITY),
                bound(field[3], Double.POSITIVE_INFINITY));
    }

    private static double bound(String text, double unbounded) {
        return text.isEmpty() ? unbounded : Double.parseDouble(text);
    }
}
