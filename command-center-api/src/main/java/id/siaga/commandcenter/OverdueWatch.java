package id.siaga.commandcenter;

import id.siaga.commandcenter.incident.EscalationSweep;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Priority;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for clocks that ran out, one round after the other, and counts what it finds. */
final class OverdueWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverdueWatch.class);

    private final Vertx vertx;
    private final EscalationSweep sweep;
    private final IncidentQueries incidents;
    private final MeterRegistry meters;
    private final Map<Priority, AtomicLong> overdue = new EnumMap<>(Priority.class);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final long timer;

    OverdueWatch(Vertx vertx, WorkerExecutor workers, EscalationSweep sweep, IncidentQueries incidents, long everyMs,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.sweep = sweep;
        this.incidents = incidents;
        this.meters = meters;
        for (Priority priority : Priority.values()) {
            AtomicLong count = new AtomicLong();
            overdue.put(priority, count);
            Gauge.builder("siaga.overdue.incidents", count, AtomicLong::get).tag("priority", priority.name())
                    .register(meters);
        }
        this.timer = vertx.setPeriodic(everyMs, tick -> start(workers));
    }

    private void start(WorkerExecutor workers) {
        if (busy.compareAndSet(false, true)) {
            workers.executeBlocking(this::round, false).onComplete(result -> {
                busy.set(false);
                if (result.failed()) {
                    LOG.warn("escalations: {}", result.cause().getMessage());
                }
            });
        }
    }

    private boolean round() {
        for (String step : sweep.run()) {
            meters.counter("siaga.escalations", "step", step.split(" ", -1)[0]).increment();
        }
        Map<String, Long> counts = incidents.openByPriority().stream().collect(
                Collectors.toMap(row -> row.path("priority").asText(), row -> row.path("overdue").longValue()));
        overdue.forEach((priority, gauge) -> gauge.set(counts.getOrDefault(priority.name(), 0L)));
        return true;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
