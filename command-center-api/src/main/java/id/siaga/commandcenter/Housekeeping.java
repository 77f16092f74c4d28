package id.siaga.commandcenter;

import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.stream.StreamLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by the clock: counting open incidents for the metrics, and forgetting what may be forgotten. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long COUNT_MS = 2_000;
    private static final long FORGET_MS = 60_000;

    private final Map<Priority, AtomicLong> open = new EnumMap<>(Priority.class);
    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Database database;
    private final AccessDesk access;
    private final StreamLog log;
    private final IncidentQueries incidents;
    private final Settings settings;
    private final Clock clock;
    private final Runnable closures;
    private final List<Long> timers;

    Housekeeping(Vertx vertx, WorkerExecutor workers, Database database, AccessDesk access, StreamLog log,
            IncidentQueries incidents, Settings settings, Clock clock, MeterRegistry meters, Runnable closures) {
        this.vertx = vertx;
        this.workers = workers;
        this.database = database;
        this.access = access;
        this.log = log;
        this.incidents = incidents;
        this.settings = settings;
        this.clock = clock;
        this.closures = closures;
        for (Priority priority : Priority.values()) {
            open.put(priority, gauge(priority, meters));
        }
        this.timers = List.of(every(COUNT_MS, this::count), every(FORGET_MS, this::forget));
    }

    private static AtomicLong gauge(Priority priority, MeterRegistry meters) {
        AtomicLong value = new AtomicLong();
        Gauge.builder("siaga.open.incidents", value, AtomicLong::get).tag("priority", priority.name())
                .register(meters);
        return value;
    }

    private long every(long milliseconds, Runnable work) {
        return vertx.setPeriodic(milliseconds, timer -> workers.executeBlocking(() -> {
            work.run();
            return true;
        }, false).onFailure(failure -> LOG.warn("housekeeping: {}", failure.getMessage())));
    }

    private void count() {
        Map<Priority, Long> counts = new EnumMap<>(Priority.class);
        incidents.openByPriority().forEach(row -> counts.put(Priority.valueOf(row.path("priority").asText()),
                row.path("count").longValue()));
        open.forEach((priority, gauge) -> gauge.set(counts.getOrDefault(priority, 0L)));
    }

    private void forget() {
        access.accounts().forget();
        access.sessions().forget();
        log.prune(settings.streamRetained());
        closures.run();
        database.execute("DELETE FROM command.idempotent_reply WHERE created_at < ?",
                clock.instant().minusSeconds(settings.idempotencyS()));
    }

    @Override
    public void close() {
        timers.forEach(vertx::cancelTimer);
    }
}
