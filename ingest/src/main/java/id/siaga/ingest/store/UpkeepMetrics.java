package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;

/** What the upkeep tells Prometheus; ages grow by themselves when nobody works any more. */
final class UpkeepMetrics {

    private final MeterRegistry meters;
    private final Clock clock;
    private final AtomicReference<Instant> rolledUp;
    private final AtomicReference<Instant> oldest;
    private final Map<String, AtomicReference<Instant>> lastRun = new ConcurrentHashMap<>();

    UpkeepMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.rolledUp = new AtomicReference<>(clock.instant());
        this.oldest = new AtomicReference<>(clock.instant());
        age("siaga.rollup.lag", "Age of the youngest minute that every rollup has stored", rolledUp);
        age("siaga.oldest.partition", "Age of the oldest partition or chunk of a raw table", oldest);
    }

    private void age(String name, String description, AtomicReference<Instant> since) {
        TimeGauge.builder(name, () -> Duration.between(since.get(), clock.instant()).toMillis(), TimeUnit.MILLISECONDS)
                .description(description).register(meters);
    }

    void failed(String chore) {
        Counter.builder("siaga.upkeep.failures").description("Chores that failed").tag("chore", chore).register(meters)
                .increment();
    }

    void ran(String chore) {
        lastRun.computeIfAbsent(chore, this::registered).set(clock.instant());
    }

    private AtomicReference<Instant> registered(String chore) {
        AtomicReference<Instant> at = new AtomicReference<>(clock.instant());
        Gauge.builder("siaga.upkeep.last.run.timestamp.seconds", at, last -> last.get().getEpochSecond())
                .description("When this process last finished a chore").tag("chore", chore).register(meters);
        return at;
    }

    /** Asked by every process, so that one that only waits its turn does not report a lag of its own. */
    void measure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        SELECT (SELECT min(upto) FROM telemetry.rollup WHERE grain = '1m' AND isfinite(upto)),
                            (SELECT min(from_at) FROM telemetry.retained, telemetry.slices(table_name) WHERE archived)""")) {
            row.next();
            set(rolledUp, row.getObject(1, OffsetDateTime.class));
            set(oldest, row.getObject(2, OffsetDateTime.class));
        }
    }

    private static void set(AtomicReference<Instant> target, @Nullable OffsetDateTime found) {
        if (found != null) {
            target.set(found.toInstant());
        }
    }
}
