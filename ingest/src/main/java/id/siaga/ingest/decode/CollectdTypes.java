package id.siaga.ingest.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What collectd's types mean: {@code collectd.csv} beside this class, one line for each data source in the order of
 * collectd's types.db. A line under {@code plugin/type} or {@code plugin/type-instance} outranks the type's own.
 */
final class CollectdTypes {

    /**
     * @param stored {@code gauge}, {@code derive} or {@code counter}
     * @param metric empty when there is none: kept under collectd's own names
     * @param rate the metric of the change per second; empty when there is none
     */
    record Source(String name, String stored, String metric, String rate, String unit, double times, double plus) {

        boolean counts() {
            return !stored.equals("gauge");
        }
    }

    private static final Map<String, List<Source>> TYPES = load();

    private CollectdTypes() {
    }

    /** The sources of a list; empty when neither the type nor its instance is known. */
    static List<Source> of(CollectdList list) {
        String kind = list.plugin() + "/" + list.type();
        List<Source> own = TYPES.getOrDefault(named(list) ? kind + "-" + list.typeInstance() : kind, List.of());
        return own.isEmpty() ? TYPES.getOrDefault(list.type(), List.of()) : own;
    }

    /** Whether the type's instance is part of the meaning, as {@code idle} is of {@code percent-idle}. */
    static boolean named(CollectdList list) {
        return TYPES.containsKey(list.plugin() + "/" + list.type() + "-" + list.typeInstance());
    }

    private static Map<String, List<Source>> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CollectdTypes.class.getResourceAsStream("collectd.csv")),
                StandardCharsets.UTF_8))) {
            Map<String, List<Source>> types = new HashMap<>();
            lines.lines().skip(1).map(line -> line.split(",", -1))
                    .forEach(field -> types.computeIfAbsent(field[0], type -> new ArrayList<>()).add(source(field)));
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(String[] field) {
        return new Source(field[1], field[2], field[3], field[4], field[5], Double.parseDouble(field[6]),
                Double.parseDouble(field[7]));
    }
}
