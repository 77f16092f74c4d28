package id.siaga.ingest.decode;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** A JSON value as a reading of a metric: numbers, numbers printed with a unit, truths and the words for "nothing". */
final class FieldReading {

    private static final int WORD_CHARS = 48;
    private static final double NO_PROBE = 327.67;
    private static final double PROBE_LOST = -0.1;
    private static final Map<String, Boolean> TRUTHS = Map.ofEntries(Map.entry("tilt", true),
            Map.entry("tilted", true), Map.entry("normal", false), Map.entry("open", true),
            Map.entry("opened", true), Map.entry("close", false), Map.entry("closed", false), Map.entry("1", true),
            Map.entry("0", false), Map.entry("on", true), Map.entry("off", false), Map.entry("true", true),
            Map.entry("false", false));

    private FieldReading() {
    }

    /** @param unit what a number without a printed unit is in; empty when the value is there and means nothing */
    static Optional<Reading> of(Metric metric, String unit, JsonNode value) {
        if (truthful(metric)) {
            return truth(value).map(truth -> Reading.of(metric, Value.of(truth), 0)).or(() -> word(metric, value));
        }
        if (value.isBoolean() && !metric.catalogued()) {
            return Optional.of(Reading.of(metric, Value.of(value.booleanValue()), 0));
        }
        OptionalDouble number = Json.number(value);
        if (number.isPresent()) {
            return quantity(metric, number.getAsDouble(), unit);
        }
        return value.isTextual() ? printed(metric, unit, value.textValue()) : Optional.empty();
    }

    /** Metrics of unit 1 are truths or words, unless a range makes them numbers (an index, a count of steps). */
    private static boolean truthful(Metric metric) {
        return metric.unit().equals("1") && metric.min() == Double.NEGATIVE_INFINITY;
    }

    private static Optional<Boolean> truth(JsonNode value) {
        return value.isBoolean() || value.isNumber()
                ? Optional.of(value.asBoolean())
                : Optional.ofNullable(TRUTHS.get(value.asText().strip().toLowerCase(Locale.ROOT)));
    }

    /** A word where a truth is expected says that the device does not know. */
    private static Optional<Reading> word(Metric metric, JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank()
                ? Optional.of(unmeasured(metric, value.textValue()))
                : Optional.empty();
    }

    /** "Invalid Reading", "No Sensor": the codec's word for no measurement is kept and never used. */
    private static Optional<Reading> printed(Metric metric, String unit, String text) {
        Printed printed = Printed.parse(text);
        return printed.measured()
                ? quantity(metric, printed.value(), printed.unit().isEmpty() ? unit : printed.unit())
                : Optional.of(unmeasured(metric, text));
    }

    private static Reading unmeasured(Metric metric, String text) {
        String word = text.length() <= WORD_CHARS ? text : text.substring(0, WORD_CHARS);
        return new Reading(metric, "", Value.of(word), metric.catalogued() ? Flag.SENTINEL.bit() : 0);
    }

    /** A printed unit may move a battery from per cent to volts. */
    private static Optional<Reading> quantity(Metric metric, double value, String unit) {
        if (metric.name().equals("probe.temperature") && (value == NO_PROBE || value == PROBE_LOST)) {
            return Optional.empty();
        }
        if (metric.name().equals("battery.level") && unit.endsWith("V")) {
            return quantity(Metric.named("battery.voltage"), value, unit);
        }
        OptionalDouble canonical = Units.convert(value, unit, metric.unit());
        int flags = canonical.isPresent() ? 0 : Flag.UNIT_ASSUMED.bit();
        double kept = canonical.orElse(value);
        return Optional.of(metric.name().equals("water.distance")
                ? Frame.distance(kept, "", flags)
                : Frame.reading(metric.name(), kept, flags));
    }
}
