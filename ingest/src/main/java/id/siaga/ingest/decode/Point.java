package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Value;

/**
 * One metric as Telegraf speaks: a measurement's fields under its tags.
 *
 * @param time null when the sender left it out
 * @param source the piece of the payload that says it, without what it says of people
 * @param whole whether that is all of it
 */
record Point(String measurement, Map<String, String> tags, Map<String, Value> fields, @Nullable Instant time,
        String source, boolean whole) {

    /** A field, or a tag where a plugin writes a state as one. */
    Optional<Value> value(String name) {
        Value field = fields.get(name);
        return field != null ? Optional.of(field) : Optional.ofNullable(tags.get(name)).map(Value::of);
    }

    /** What a tag or field says, as text. */
    String text(String name) {
        return value(name).map(Point::text).orElse("");
    }

    /** A whole number without its fraction, so that {@code 1}, {@code 1i} and {@code 1.0} are one word. */
    static String text(Value value) {
        return switch (value) {
            case Value.Quantity(double number) when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                Long.toString((long) number);
            case Value.Quantity(double number) -> Double.toString(number);
            case Value.Truth(boolean truth) -> Boolean.toString(truth);
            case Value.Word(String word) -> word;
        };
    }
}
