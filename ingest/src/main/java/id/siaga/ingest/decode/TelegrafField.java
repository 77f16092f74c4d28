package id.siaga.ingest.decode;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/**
 * What one field of a measurement means.
 *
 * @param unit the sender's
 * @param times first the value is multiplied by it …
 * @param plus … then this is added, then the unit is converted
 * @param below a truth: whether the number is less than this
 * @param yes words and numbers that say true, {@code no} those that say false; any other says nothing
 * @param none what the sender writes when it does not know: no reading
 * @param sentinel what the hardware reports when it does not know: a reading that is never used
 */
record TelegrafField(Metric metric, String unit, double times, double plus, @Nullable Double below, Set<String> yes,
        Set<String> no, Set<String> none, Set<String> sentinel) {

    static TelegrafField of(String metric, String unit) {
        return new TelegrafField(Metric.named(metric), unit, 1, 0, null, Set.of(), Set.of(), Set.of(), Set.of());
    }

    Optional<Reading> read(Value value, String component) {
        String text = Point.text(value).toLowerCase(Locale.ROOT);
        if (none.contains(text)) {
            return Optional.empty();
        }
        if (yes.contains(text) || no.contains(text)) {
            return Optional.of(Reading.of(metric, component, Value.of(yes.contains(text)), 0));
        }
        return yes.isEmpty() ? plain(value, component, sentinel.contains(text)) : Optional.empty();
    }

    private Optional<Reading> plain(Value value, String component, boolean unknown) {
        return switch (value) {
            case Value.Quantity(double number) when below != null ->
                Optional.of(Reading.of(metric, component, Value.of(number < below), 0));
            case Value.Quantity(double number) -> Optional.of(quantity(number, component, unknown));
            case Value.Truth truth when metric.unit().equals("1") ->
                Optional.of(Reading.of(metric, component, truth, 0));
            case Value.Truth truth -> Optional.empty();
            case Value.Word(String word) -> {
                OptionalDouble printed = Printed.plain(word);
                yield printed.isPresent()
                        ? plain(Value.of(printed.getAsDouble()), component, unknown)
                        : Optional.empty();
            }
        };
    }

    private Reading quantity(double number, String component, boolean unknown) {
        double scaled = number * times + plus;
        OptionalDouble canonical = Units.convert(scaled, unit, metric.unit());
        int flags = (canonical.isPresent() || metric.unit().isEmpty() ? 0 : Flag.UNIT_ASSUMED.bit())
                | (unknown ? Flag.SENTINEL.bit() : 0);
        return Reading.of(metric, component, Value.of(canonical.orElse(scaled)), flags);
    }
}
