package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** What one device payload says: the readings of now, those of its memory, and at most one place. */
record Frame(List<Reading> readings, List<Memory> history, List<Position> places) {

    /** Readings the device kept, under the time it kept them. */
    record Memory(Instant at, List<Reading> readings) {
    }

    static Frame empty() {
        return new Frame(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(1));
    }

    boolean isEmpty() {
        return readings.isEmpty() && history.isEmpty() && places.isEmpty();
    }

    @Nullable
    Position place() {
        return places.isEmpty() ? null : places.get(0);
    }

    Frame add(Reading reading) {
        readings.add(reading);
        return this;
    }

    Frame add(String metric, double value) {
        return add(reading(metric, value, 0));
    }

    Frame tilted(boolean tilted) {
        add(Reading.of(Metric.named("device.tilted"), Value.of(tilted), 0));
        if (tilted) {
            readings.replaceAll(Tilt::mark);
        }
        return this;
    }

    void remember(long epochSeconds, List<Reading> past) {
        history.add(new Memory(Instant.ofEpochSecond(epochSeconds), past));
    }

    /** A number in the metric's unit, rounded to the micro-unit: the codecs scale by decimal fractions. */
    static Reading reading(String metric, double value, int flags) {
        return Reading.of(Metric.named(metric), Value.of(Micro.rounded(value)), flags);
    }

    /** Sensor face to water; less than the blind zone is the probe saying that it sees nothing. */
    static Reading distance(double millimetres, String component, int flags) {
        Metric metric = Metric.named("water.distance");
        int sentinel = millimetres < metric.min() || millimetres >= 0xFFFF ? Flag.SENTINEL.bit() : 0;
        return Reading.of(metric, component, Value.of(millimetres), flags | sentinel);
    }
}
