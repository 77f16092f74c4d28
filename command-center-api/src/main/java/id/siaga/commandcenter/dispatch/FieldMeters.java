package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.unit.UnitState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Units by state, assignments and missed check-ins, as the database counts them: the same in every process. */
final class FieldMeters {
    private final Map<UnitState, AtomicLong> units = new EnumMap<>(UnitState.class);
    private Instant next = Instant.MIN;
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong assignments = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    FieldMeters(MeterRegistry meters) {
        for (UnitState state : UnitState.values()) {
            AtomicLong count = new AtomicLong();
            units.put(state, count);
            Gauge.builder("siaga.units", count, AtomicLong::get).tag("state", state.name()).register(meters);
        }
        Gauge.builder("siaga.open.assignments", open, AtomicLong::get).register(meters);
        FunctionCounter.builder("siaga.assignments", assignments, AtomicLong::get).register(meters);
        FunctionCounter.builder("siaga.missed.check.ins", missed, AtomicLong::get).register(meters);
    }

    /** At most every ten seconds: totals are counted row by row. */
    void count(Database database, Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        next = now.plusSeconds(10);
        ObjectNode totals = database
                .row("""
                     SELECT (SELECT count(*) FROM command.assignment) AS assignments,
                            (SELECT count(*) FROM command.assignment WHERE cleared_at IS NULL) AS open,
                            (SELECT count(*) FROM command.assignment_alarm
                             WHERE kind = 'CHECK_IN_MISSED') AS missed""").orElseThrow();
        assignments.set(totals.path("assignments").longValue());
        open.set(totals.path("open").longValue());
        missed.set(totals.path("missed").longValue());
        Map<UnitState, Long> counts = new EnumMap<>(UnitState.class);
        database.rows("SELECT state, count(*) AS count FROM command.unit WHERE active GROUP BY state").forEach(
                row -> counts.put(UnitState.valueOf(row.path("state").asText()), row.path("count").longValue()));
        units.forEach((state, gauge) -> gauge.set(counts.getOrDefault(state, 0L)));
    }
}
