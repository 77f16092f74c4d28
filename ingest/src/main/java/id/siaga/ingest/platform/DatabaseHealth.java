package id.siaga.ingest.platform;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import id.siaga.ingest.lane.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What everybody who uses the database last found: it works when nobody says otherwise. Any thread. */
public final class DatabaseHealth {

    /**
     * What is wrong.
     *
     * @param since when the one who says so met it first
     */
    public record Trouble(Fault fault, Instant since, String detail) {

        /** For people and for readiness. */
        public String words() {
            return fault + " since " + since + ": " + detail;
        }
    }

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final Clock clock;

    public DatabaseHealth(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        Gauge.builder("siaga.database.up", this, health -> health.trouble().isPresent() ? 0 : 1)
                .description("1 while the database takes what is written").register(meters);
    }

    /** The longest standing trouble. */
    public Optional<Trouble> trouble() {
        return troubles.values().stream().min(Comparator.comparing(Trouble::since));
    }

    void works(String observer) {
        troubles.remove(observer);
    }

    void fails(String observer, Fault fault, String detail) {
        Counter.builder("siaga.database.faults").description("Refusals of the database, by what was wrong")
                .tag("fault", fault.name().toLowerCase(java.util.Locale.ROOT)).register(meters).increment();
        if (fault.isOutage()) {
            troubles.merge(observer, new Trouble(fault, clock.instant(), detail),
                    (known, found) -> new Trouble(fault, known.since(), detail));
        } else {
            works(observer);
        }
    }
}
