package id.siaga.ingest.rule;

import java.util.OptionalDouble;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * The number a river rule judges: of the device itself, and no worse than {@code worst} with the flags of both sample
 * and reading. A tilted, jumping or replayed reading does not count where {@code worst} is GOOD.
 */
record StageReading(Metric metric, Quality worst) {

    OptionalDouble in(Sample sample) {
        for (Reading reading : sample.readings()) {
            if (reading.component().isEmpty() && reading.metric().equals(metric)
                    && reading.value() instanceof Value.Quantity quantity) {
                return Quality.of(sample.flags() | reading.flags()).compareTo(worst) <= 0
                        ? OptionalDouble.of(quantity.value())
                        : OptionalDouble.empty();
            }
        }
        return OptionalDouble.empty();
    }
}
