package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Starts and stops the clocks of one incident, whose row the caller has locked. A clock that starts again goes on: the
 * time it stood still does not count, and its deadline moves by it.
 */
record Clocks(Connection connection, long incidentId) {

    void start(Set<ClockName> clocks, Priority priority, Instant now) throws SQLException {
        Instant from = Instant.parse(Statements.only(connection, """
                                                                 SELECT clocks_from FROM command.incident
                                                                 WHERE incident_id = ?""", incidentId)
                .path("clocks_from").asText());
        for (ClockName clock : clocks) {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_clock AS c (incident_id, clock, started_at, due_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT (incident_id, clock) DO UPDATE SET stopped_at = NULL,
                        due_at = c.due_at + (EXCLUDED.started_at - c.stopped_at),
                        paused_s = c.paused_s + round(extract(epoch FROM EXCLUDED.started_at - c.stopped_at))
                    WHERE c.stopped_at IS NOT NULL""", incidentId, clock.name(), now,
                    due(clock, priority, from, now).orElse(null));
        }
    }

    void stop(Set<ClockName> clocks, Instant now) throws SQLException {
        Statements.execute(connection,
                """
                UPDATE command.incident_clock SET stopped_at = ?,
                    overdue_at = CASE WHEN due_at < ? THEN coalesce(overdue_at, due_at) ELSE overdue_at END
                WHERE incident_id = ? AND clock = ANY (?) AND stopped_at IS NULL""", now, now, incidentId,
                clocks.stream().map(Enum::name).toArray(String[]::new));
    }

    void move(IncidentState from, IncidentState to, Priority priority, Instant now) throws SQLException {
        Set<ClockName> ending = EnumSet.copyOf(ClockName.running(from));
        ending.removeAll(ClockName.running(to));
        stop(ending, now);
        start(ClockName.running(to), priority, now);
    }

    /** Sets deadlines anew: counted from {@code now} but never later when it became more urgent, else from first awareness. */
    void reprioritise(IncidentState state, Priority from, Priority to, Instant now) throws SQLException {
        Instant base = Instant.parse(Statements.only(connection,
                """
                UPDATE command.incident SET clocks_from = CASE WHEN ? THEN ?::timestamptz ELSE opened_at END
                WHERE incident_id = ? RETURNING clocks_from""", to.compareTo(from) < 0, now, incidentId)
                .path("clocks_from").asText());
        for (ClockName clock : ClockName.running(state)) {
            Statements.execute(connection,
                    """
                    UPDATE command.incident_clock SET overdue_at = NULL, due_at = CASE WHEN ? THEN least(due_at, at)
                        ELSE at + make_interval(secs => paused_s) END
                    FROM (SELECT ?::timestamptz AS at) deadline
                    WHERE incident_id = ? AND clock = ? AND stopped_at IS NULL""", to.compareTo(from) < 0,
                    due(clock, to, base, now).orElse(null), incidentId, clock.name());
        }
    }

    private Optional<Instant> due(ClockName clock, Priority priority, Instant from, Instant now) throws SQLException {
        return Targets.inForce(connection, priority, clock, now).due(from, now);
    }

    /** Writes onto the incident what its clocks say, for lists. */
    void sum() throws SQLException {
        Statements.execute(connection,
                """
                UPDATE command.incident i SET due_at = running.due_at, overdue = running.overdue
                FROM (SELECT min(due_at) AS due_at, coalesce(bool_or(overdue_at IS NOT NULL), false) AS overdue
                      FROM command.incident_clock WHERE incident_id = ? AND stopped_at IS NULL) running
                WHERE incident_id = ?""", incidentId, incidentId);
    }
}
