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
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
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

    private static final String RAW = "raw.";
    private static final int FIELDS = 100;
    private static final int MEMORIES = 500;
    private static final long LATEST_EPOCH_S = 0xFFFF_FFFFL;
    private static final int NAME_CHARS = 48;
    private static final double NO_PROBE = 327.67;
    private static final double PROBE_LOST = -0.1;
    private static final Map<String, Boolean> TRUTHS = Map.of("tilt", true, "tilted", true, "normal", false, "open",
            true, "opened", true, "close", false, "closed", false, "1", true, "0", false);
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
            reading(meaning.get(), value).ifPresent(frame::add);
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

    private static Optional<Reading> reading(Meaning meaning, JsonNode value) {
        if (meaning.metric().unit().equals("1")) {
            return truth(value).map(truth -> Reading.of(meaning.metric(), Value.of(truth), 0));
        }
        OptionalDouble number = Json.number(value);
        if (number.isPresent()) {
            return quantity(meaning, number.getAsDouble(), meaning.unit());
        }
        return value.isTextual() ? printed(meaning, value.textValue()) : Optional.empty();
    }

    private static Optional<Boolean> truth(JsonNode value) {
        return value.isBoolean() || value.isNumber()
                ? Optional.of(value.asBoolean())
                : Optional.ofNullable(TRUTHS.get(value.asText().toLowerCase(Locale.ROOT)));
    }

    /** "Invalid Reading", "No Sensor": the codec's word for no measurement is kept and never used. */
    private static Optional<Reading> printed(Meaning meaning, String text) {
        Printed printed = Printed.parse(text);
        if (!printed.measured()) {
            String word = text.length() <= NAME_CHARS ? text : text.substring(0, NAME_CHARS);
            return Optional.of(new Reading(meaning.metric(), "", Value.of(word), Flag.SENTINEL.bit()));
        }
        return quantity(meaning, printed.value(), printed.unit().isEmpty() ? meaning.unit() : printed.unit());
    }

    /** A printed unit may move a battery from per cent to volts. */
    private static Optional<Reading> quantity(Meaning meaning, double value, String unit) {
        String metric = meaning.metric().name();
        if (metric.equals("probe.temperature") && (value == NO_PROBE || value == PROBE_LOST)) {
            return Optional.empty();
        }
        if (metric.equals("battery.level") && unit.endsWith("V")) {
            return quantity(new Meaning(Metric.named("battery.voltage"), "V"), value, unit);
        }
        OptionalDouble canonical = Units.convert(value, unit, meaning.metric().unit());
        int flags = canonical.isPresent() ? 0 : Flag.UNIT_ASSUMED.bit();
        double kept = canonical.orElse(value);
        return Optional.of(metric.equals("water.distance")
                ? Frame.distance(kept, "", flags)
                : Frame.reading(metric, kept, flags));
    }

    private static String plain(String name) {
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
