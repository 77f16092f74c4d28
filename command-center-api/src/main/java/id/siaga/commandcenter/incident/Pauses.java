package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** Lets the clocks of an incident stand still for a reason that data allows its priority; P1 never waits. */
record Pauses(Timeline timeline, Clock clock) {

    static boolean allows(Connection connection, String reason, Priority priority) throws SQLException {
        return Statements.row(connection,
                """
                SELECT 1 FROM command.pause_reason WHERE code = ? AND active AND ? = ANY (priorities)""", reason,
                priority.name()).isPresent();
    }

    void begin(Connection connection, Seen seen, String reason, String note, String actor) throws SQLException {
        Instant now = clock.instant();
        Clocks clocks = new Clocks(connection, seen.id());
        clocks.stop(ClockName.running(seen.state()), now);
        clocks.sum();
        Statements.execute(connection,
                """
                UPDATE command.incident SET paused_since = ?, updated_at = ?, version = version + 1
                WHERE incident_id = ?""", now, now, seen.id());
        Statements.execute(connection,
                """
                INSERT INTO command.incident_pause (incident_id, reason, from_at, paused_by) VALUES (?, ?, ?, ?)""",
                seen.id(), reason, now, actor);
        timeline.of(seen.id()).entry(connection, actor, "paused", (reason + " " + note).strip());
    }

    void end(Connection connection, Seen seen, String actor) throws SQLException {
        Instant now = clock.instant();
        Clocks clocks = new Clocks(connection, seen.id());
        clocks.start(ClockName.running(seen.state()), seen.priority(), now);
        Statements.execute(connection,
                """
                UPDATE command.incident SET paused_since = NULL, updated_at = ?, version = version + 1
                WHERE incident_id = ?""", now, seen.id());
        clocks.sum();
        Statements.execute(connection,
                """
                UPDATE command.incident_pause SET until_at = ?, resumed_by = ?
                WHERE incident_id = ? AND until_at IS NULL""", now, actor, seen.id());
        timeline.of(seen.id()).entry(connection, actor, "resumed", "");
    }
}
