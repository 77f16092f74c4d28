package id.siaga.ingest.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where an alarm stands in time. A tracker may tell of a fix twice, the second time with the panic button pressed; a row
 * is known by its device and its time, and the second must not be taken for a contradiction of the first. So what is an
 * alarm, or an event with attributes, is moved by less than a millisecond, which devices' clocks do not tell apart, by
 * what it says: the same words always stand at the same instant, other words at another, whatever came first. Metrics
 * that are alarms, and the word by which they say that nothing is wrong, are {@code alarms.csv} beside this class.
 */
public final class OwnInstant {

    private static final int MOST_US = 999;
    private static final Duration SAME = Duration.ofMillis(1);
    private static final Map<String, String> CALM = load();

    private OwnInstant() {
    }

    /** The sample at the instant of its alarms; the same sample when it has none. */
    public static Sample of(Sample sample) {
        for (Reading reading : sample.readings()) {
            if (isAlarm(reading)) {
                return new Sample(after(sample.observedAt(), words(sample.readings())), sample.timeSource(),
                        sample.flags(), sample.readings(), sample.position());
            }
        }
        return sample;
    }

    /** The event at the instant of its attributes; the same event when it has none. */
    public static DeviceEvent of(DeviceEvent event) {
        return event.attributes().isEmpty()
                ? event
                : new DeviceEvent(event.type(), after(event.observedAt(), new TreeMap<>(event.attributes()).toString()),
                        event.timeSource(), event.flags(), event.attributes());
    }

    /** Whether a device's clock may have shown one time at both. */
    public static boolean isShared(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SAME) < 0;
    }

    private static boolean isAlarm(Reading reading) {
        String calm = CALM.get(reading.metric().name());
        return calm != null && !said(reading).isEmpty() && !said(reading).equals(calm);
    }

    /** A measured number is no alarm. */
    private static String said(Reading reading) {
        return switch (reading.value()) {
            case Value.Truth truth -> truth.value() ? "true" : "";
            case Value.Word word -> word.value();
            case Value.Quantity quantity -> "";
        };
    }

    private static String words(List<Reading> readings) {
        return readings.stream().filter(OwnInstant::isAlarm)
                .map(each -> each.metric().name() + '/' + each.component() + '=' + said(each)).sorted()
                .collect(Collectors.joining(" "));
    }

    /** {@link String#hashCode} is the same in every process and version. */
    private static Instant after(Instant told, String words) {
        return told.plus(1 + Math.floorMod(words.hashCode(), MOST_US), ChronoUnit.MICROS);
    }

    private static Map<String, String> load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(OwnInstant.class.getResourceAsStream("alarms.csv")), StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split(",", -1))
                    .collect(Collectors.toUnmodifiableMap(field -> field[0], field -> field[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
