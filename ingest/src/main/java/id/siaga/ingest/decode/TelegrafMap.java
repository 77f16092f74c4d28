package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * What Telegraf's measurements mean: {@code telegraf.yaml} beside this class. Of a measurement it does not list,
 * numbers are kept as {@code raw.<measurement>.<field>}; of one it lists, only the listed fields are taken.
 */
final class TelegrafMap {

    /**
     * @param identity tags that name the device, in order of preference
     * @param component templates of tags; the first whose tags are all there names the component
     * @param self components that are the device itself
     * @param drop fields or tags and their values by which a point says nothing of interest
     */
    record Measurement(List<String> identity, List<String> component, Set<String> self,
            Map<String, Set<String>> drop, Map<String, List<TelegrafField>> fields) {
    }

    private static final int RAW_FIELDS = 15;
    private static final int NAME_CHARS = 64;
    private static final int COMPONENT_CHARS = 100;
    private static final Pattern TAG = Pattern.compile("\\{(\\w+)}");
    private static final Document DOCUMENT = load();
    private static final Measurement UNLISTED = new Measurement(DOCUMENT.identity(), List.of(), Set.of(), Map.of(),
            Map.of());
    private static final Map<String, Measurement> LISTED = new HashMap<>();

    static {
        DOCUMENT.measurements().forEach((names, entry) -> {
            Measurement measurement = entry.measurement();
            Arrays.stream(names.split(" ")).forEach(name -> LISTED.put(name, measurement));
        });
    }

    private TelegrafMap() {
    }

    static Measurement of(String measurement) {
        return LISTED.getOrDefault(measurement, UNLISTED);
    }

    static List<Reading> readings(Point point, Route route) {
        Measurement measurement = of(point.measurement());
        boolean dropped = measurement.drop().entrySet().stream()
                .anyMatch(drop -> drop.getValue().contains(point.text(drop.getKey())));
        if (dropped) {
            return List.of();
        }
        String component = component(measurement, point);
        List<Reading> readings = new ArrayList<>();
        optional(point, route, component, readings);
        measurement.fields().forEach((name, meanings) -> point.value(name).ifPresent(
                value -> meanings.forEach(meaning -> meaning.read(value, component).ifPresent(readings::add))));
        if (measurement.fields().isEmpty() && readings.isEmpty()) {
            raw(point, readings);
        }
        return readings;
    }

    /** What the route's options add. */
    private static void optional(Point point, Route route, String component, List<Reading> readings) {
        if (route.options().keySet().stream().noneMatch(name -> name.startsWith("field."))) {
            return;
        }
        point.fields().forEach((name, value) -> {
            String meaning = route.options().get("field." + point.measurement() + "." + name);
            if (meaning != null) {
                field(meaning).read(value, component).ifPresent(readings::add);
            }
        });
    }

    private static void raw(Point point, List<Reading> readings) {
        point.fields().entrySet().stream().limit(RAW_FIELDS).forEach(field -> {
            String name = "raw." + point.measurement() + "." + field.getKey();
            if (field.getValue() instanceof Value.Quantity && name.length() <= NAME_CHARS) {
                readings.add(Reading.of(Metric.named(name), field.getValue(), 0));
            }
        });
    }

    private static String component(Measurement measurement, Point point) {
        String component = measurement.component().stream().map(template -> fill(template, point))
                .flatMap(Optional::stream).findFirst().orElse("");
        String open = Address.open(component);
        String cut = open.length() <= COMPONENT_CHARS ? open : open.substring(0, COMPONENT_CHARS);
        return measurement.self().contains(cut) ? "" : cut;
    }

    private static Optional<String> fill(String template, Point point) {
        boolean complete = TAG.matcher(template).results().noneMatch(tag -> point.text(tag.group(1)).isEmpty());
        return complete
                ? Optional.of(TAG.matcher(template)
                        .replaceAll(tag -> Matcher.quoteReplacement(point.text(tag.group(1)))))
                : Optional.empty();
    }

    private static TelegrafField field(String metricAndUnit) {
        String[] part = metricAndUnit.split(" ", 2);
        return TelegrafField.of(part[0], part.length > 1 ? part[1] : Metric.named(part[0]).unit());
    }

    private record Document(List<String> identity, Map<String, Entry> measurements) {
    }

    private record Entry(@Nullable List<String> identity, @Nullable List<String> component, @Nullable Set<String> self,
            @Nullable Map<String, Set<String>> drop, Map<String, List<Meaning>> fields) {

        Measurement measurement() {
            return new Measurement(Objects.requireNonNullElse(identity, DOCUMENT.identity()),
                    Objects.requireNonNullElse(component, List.of()), Objects.requireNonNullElse(self, Set.of()),
                    Objects.requireNonNullElse(drop, Map.of()), ordered(fields));
        }

        /** As the table lists them: of two fields that mean the same the first one counts. */
        private static Map<String, List<TelegrafField>> ordered(Map<String, List<Meaning>> fields) {
            Map<String, List<TelegrafField>> ordered = new LinkedHashMap<>();
            fields.forEach((name, meanings) -> ordered.put(name, meanings.stream().map(Meaning::field).toList()));
            return ordered;
        }
    }

    private record Meaning(String metric, @Nullable String unit, @Nullable Double times, @Nullable Double plus,
            @Nullable Double below, @Nullable Set<String> yes, @Nullable Set<String> no, @Nullable Set<String> none,
            @Nullable Set<String> sentinel) {

        TelegrafField field() {
            Metric known = Metric.named(metric);
            return new TelegrafField(known, Objects.requireNonNullElse(unit, known.unit()),
                    Objects.requireNonNullElse(times, 1.0), Objects.requireNonNullElse(plus, 0.0), below, set(yes),
                    set(no), set(none), set(sentinel));
        }

        private static Set<String> set(@Nullable Set<String> words) {
            return words == null ? Set.of() : Set.copyOf(words);
        }
    }

    private static Document load() {
        try (InputStream yaml = Objects.requireNonNull(TelegrafMap.class.getResourceAsStream("telegraf.yaml"))) {
            return YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY).build()
                    .readValue(yaml, Document.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
