package id.siaga.ingest.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a device measured at one instant: one row of a typed table.
 *
 * @param observedAt the chosen clock, microseconds
 * @param timeSource whose clock that is
 * @param flags bits of {@link Flag} that concern the whole sample (clock, lateness, simulation)
 */
public record Sample(Instant observedAt, TimeSource timeSource, int flags, List<Reading> readings,
        @Nullable Position position) {

    /** The usable (not BAD) value of a metric of the device itself. */
    public Optional<Value> usable(Metric metric) {
        for (Reading reading : readings) {
            if (reading.metric().equals(metric) && reading.component().isEmpty()
                    && reading.quality() != Quality.BAD) {
                return Optional.of(reading.value());
            }
        }
        return Optional.empty();
    }

    public Quality quality() {
        return Quality.of(flags);
    }
}
