package id.siaga.ingest.decode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * What one member of a payload measures, as {@code maps.yaml} says it.
 *
 * @param at JSON Pointer; {@code *} stands for one level of any name
 * @param metric canonical name; {@code *} in it and in {@code component} is the name the pointer's {@code *} stood for
 * @param unit of a number that prints none; the metric's own when absent
 * @param scale factor applied before the unit
 * @param words what the sender's words, compared in lower case, mean: {@code true}, {@code false}, a number or a word
 * @param never numbers by which this sender says that it measured nothing
 * @param flags put on every reading of this member
 */
record FieldRule(String at, String metric, @Nullable String unit, @Nullable Double scale, @Nullable String component,
        @Nullable Map<String, String> words, @Nullable List<Double> never, @Nullable List<Flag> flags) {

    /** A route's option, {@code <metric> [unit]}. */
    static FieldRule option(String at, String value) {
        String[] metricAndUnit = value.strip().split("\\s+", 2);
        return new FieldRule(at, metricAndUnit[0], metricAndUnit.length > 1 ? metricAndUnit[1] : null, null, null,
                null, null, null);
    }

    /** @param name what {@code *} stands for here */
    Optional<Reading> read(JsonNode value, String name) {
        Metric measured = Metric.named(metric.replace("*", name));
        JsonNode translated = translated(value);
        String part = component == null ? "" : component.replace("*", name);
        return FieldReading.of(measured, unit == null ? measured.unit() : unit, scaled(translated))
                .map(read -> new Reading(read.metric(), part, read.value(), read.flags() | given()
                        | unmeasured(value) | unknown(read.value(), translated.equals(value))));
    }

    /** The same member where its unit comes along with the value. */
    FieldRule in(String other) {
        return new FieldRule(at, metric, other, null, component, words, never, flags);
    }

    /** The same member of a part of the device; of the device itself when {@code part} is empty. */
    FieldRule of(String part) {
        return part.isEmpty() ? this : new FieldRule(at, metric, unit, scale, part, words, never, flags);
    }

    private int given() {
        return Flag.bits(Objects.requireNonNullElse(flags, List.<Flag>of()).toArray(Flag[]::new));
    }

    /** A word that is none of those the map knows. */
    private int unknown(Value read, boolean same) {
        return words != null && same && read instanceof Value.Word ? Flag.SENTINEL.bit() : 0;
    }

    private JsonNode translated(JsonNode value) {
        String meaning = words == null ? null : words.get(value.asText().strip().toLowerCase(Locale.ROOT));
        return meaning == null ? value : TextNode.valueOf(meaning);
    }

    private JsonNode scaled(JsonNode value) {
        if (scale == null) {
            return value;
        }
        double number = value.isNumber() ? value.doubleValue() : Printed.plain(value.asText()).orElse(Double.NaN);
        return Double.isFinite(number) ? DoubleNode.valueOf(number * scale) : value;
    }

    private int unmeasured(JsonNode value) {
        if (never == null) {
            return 0;
        }
        double number = value.isNumber() ? value.doubleValue() : Printed.parse(value.asText()).value();
        return never.contains(number) ? Flag.SENTINEL.bit() : 0;
    }
}
