package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.sql.StoreFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to units by itself: positions came in, a shift began or ended, a word ran out, somebody is late. Reads
 * telemetry and never writes there. Any number may run, in any number of processes: what is done is done under row
 * locks, and again from what is known, so twice is as good as once.
 */
record FieldSweep(Database database, UnitLife life, Watch watch, FieldPolicy policy,
        FieldMeters meters) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(FieldSweep.class);

    @Override
    public void run() {
        Instant now = life.now();
        ended().forEach(row -> alone("clear unit", row, () -> clear(row, now)));
        stirred(now).forEach(row -> alone("judge unit", row, () -> judge(row.path("unit_id").longValue())));
        watch.due(now).forEach(row -> alone("raise alarm of unit", row, () -> watch.raise(row, now)));
        forget(now);
        meters.count(database, now);
    }

    private interface Part {
        void run();
    }

    /** One that cannot be done must not keep the others waiting. */
    private static void alone(String what, ObjectNode row, Part part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            if (e instanceof StoreFailure store && store.isUnavailable()) {
                throw e;
            }
            LOG.warn("{} {}: {}, will be tried again", what, row.path("unit_id"), e.getMessage());
        }
    }

    private List<ObjectNode> stirred(Instant now) {
        return database.rows("""
                             SELECT u.unit_id FROM command.unit u
                             LEFT JOIN command.assignment a ON a.unit_id = u.unit_id AND a.cleared_at IS NULL
                             LEFT JOIN telemetry.device_state s
                                 ON s.device_id = u.device_id AND a.assignment_id IS NOT NULL
                             WHERE u.judge_at <= ? OR s.last_received_at > coalesce(a.heard_at, '-infinity')
                             ORDER BY coalesce(a.heard_at, u.judge_at) LIMIT ?""", now, policy.batch());
    }

    private void judge(long unitId) {
        database.transaction(connection -> {
            Locks.all(connection, List.of(), List.of(unitId));
            life.judge(connection, unitId, Timeline.SYSTEM);
            return true;
        });
    }

    /** Units still on an incident whose work is over. */
    private List<ObjectNode> ended() {
        return database.rows("""
                             SELECT a.assignment_id, a.incident_id, a.unit_id FROM command.assignment a
                             JOIN command.incident i USING (incident_id) JOIN command.incident_state s USING (state)
                             WHERE a.cleared_at IS NULL AND NOT s.open LIMIT ?""", policy.batch());
    }

    private void clear(ObjectNode row, Instant now) {
        database.transaction(connection -> {
            long unitId = row.path("unit_id").longValue();
            Locks.all(connection, List.of(row.path("incident_id").longValue()), List.of(unitId));
            Optional<ObjectNode> cleared = Statements.row(connection,
                    """
                    UPDATE command.assignment a SET cleared_at = ?, cleared_by = 'sistem'
                    FROM command.incident i JOIN command.incident_state s USING (state)
                    WHERE i.incident_id = a.incident_id AND NOT s.open AND a.assignment_id = ? AND a.cleared_at IS NULL
                    RETURNING a.assignment_id""", now, row.path("assignment_id").longValue());
            if (cleared.isPresent()) {
                life.judge(connection, unitId, Timeline.SYSTEM);
            }
            return true;
        });
    }

    private void forget(Instant now) {
        database.execute("""
                         DELETE FROM command.unit_position WHERE (unit_id, observed_at) IN
                             (SELECT unit_id, observed_at FROM command.unit_position
                              WHERE received_at < ? LIMIT 1000)""",
                now.minusSeconds(policy.positionRetainedS()));
    }
}
