package id.siaga.ingest.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * What a network server's own codec calls its fields: {@code fields.csv} beside this class, compared without case and
 * punctuation. A route adds or overrides by option {@code field.<name>: <metric> [unit]}. A number under a name nobody
 * knows is kept as {@code raw.<name>}.
 */
final class ObjectFields {

    private record Meaning(Metric metric, String unit) {
    }

    static final String RAW = "raw.";
    private static final int FIELDS = 100;
    private static final int MEMORIES = 500;
    private static final long LATEST_EPOCH_S = 0xFFFF_FFFFL;
    private static final int NAME_CHARS = 48;
    private static final Map<String, Meaning> KNOWN = load();

    private ObjectFields() {
    }

    static Frame read(JsonNode object, Route route) {
        Frame frame = Frame.empty();
        object.properties().stream().limit(FIELDS)
                .forEach(field -> read(field.getKey(), field.getValue(), route, frame));
        boolean tilted = frame.readings().stream().anyMatch(reading -> reading.metric().name().equals("device.tilted")
                && reading.value().equals(Value.YES));
        if (tilted) {
            frame.readings().replaceAll(Tilt::mark);
        }
        return frame;
    }

    /** Whether the object told anything that has a name here. */
    static boolean understood(Frame frame) {
        return !frame.history().isEmpty() || frame.readings().stream().anyMatch(ObjectFields::named);
    }

    private static boolean named(Reading reading) {
        return !reading.metric().name().startsWith(RAW);
    }

    private static void read(String name, JsonNode value, Route route, Frame frame) {
        Optional<Meaning> meaning = meaning(name, route);
        if (name.equals("history")) {
            value.valueStream().limit(MEMORIES).forEach(past -> remember(past, route, frame));
        } else if (meaning.isPresent()) {
            FieldReading.of(meaning.get().metric(), meaning.get().unit(), value).ifPresent(frame::add);
        } else if (value.isNumber() && Double.isFinite(value.doubleValue()) && name.length() <= NAME_CHARS) {
            frame.add(RAW + name, value.doubleValue());
        }
    }

    /** Milesight's codecs list what the device kept, under {@code timestamp} in seconds since 1970. */
    private static void remember(JsonNode past, Route route, Frame frame) {
        long seconds = past.path("timestamp").asLong();
        List<Reading> readings = past.isObject() ? flat(past, route) : List.of();
        if (seconds > 0 && seconds <= LATEST_EPOCH_S && !readings.isEmpty()) {
            frame.remember(seconds, readings);
        }
    }

    private static List<Reading> flat(JsonNode past, Route route) {
        Frame frame = Frame.empty();
        past.properties().stream().limit(FIELDS).filter(field -> field.getValue().isValueNode())
                .forEach(field -> read(field.getKey(), field.getValue(), route, frame));
        return frame.readings().stream().filter(ObjectFields::named).toList();
    }

    private static Optional<Meaning> meaning(String name, Route route) {
        String option = route.options().get("field." + name);
        return option != null
                ? Optional.of(meaning(option.split(" ", 2)))
                : Optional.ofNullable(KNOWN.get(plain(name)));
    }

    private static Meaning meaning(String[] metricAndUnit) {
        Metric metric = Metric.named(metricAndUnit[0]);
        return new Meaning(metric, metricAndUnit.length > 1 ? metricAndUnit[1] : metric.unit());
    }

    /** Letters and digits only, in lower case: what a name is compared by. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    private static Map<String, Meaning> load() {
        Map<String, Meaning> known = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ObjectFields.class.getResourceAsStream("fields.csv")),
                StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",", -1))
                    .forEach(field -> known.put(field[0], new Meaning(Metric.named(field[1]), field[2])));
            return Map.copyOf(known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
