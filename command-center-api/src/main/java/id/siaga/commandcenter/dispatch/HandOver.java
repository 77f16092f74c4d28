package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.OpenWork;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Open work of somebody who leaves goes to the successor: crews and the shifts to come, incidents answered for, closures
 * held for review. Qualifications stay behind: they are the person's. A shift for which the successor is not free stays
 * as it was, for the desk to fill.
 */
public record HandOver(Timeline timeline) implements OpenWork {

    @Override
    public void pass(Connection connection, Succession succession) throws SQLException {
        Instant now = timeline.clock().instant();
        List<ObjectNode> incidents = incidents(connection, succession);
        crews(connection, succession);
        shifts(connection, succession, now);
        Statements.execute(connection, """
                                       UPDATE command.escalation e SET acknowledged_by = (
                                           SELECT user_name FROM command.account WHERE account_id = ?)
                                       FROM command.incident i JOIN command.incident_state s USING (state)
                                       WHERE i.incident_id = e.incident_id AND s.open AND e.acknowledged_by = ?""",
                succession.to(), succession.fromUser());
        // Who proposed it stays written; who answers for it, and may not review it, is the successor.
        Statements.execute(connection,
                "UPDATE command.closure SET proposer_id = ? WHERE state = 'HELD' AND proposer_id = ?",
                succession.to(), succession.from());
        for (ObjectNode incident : incidents) {
            timeline.note(connection, incident.path("incident_id").longValue(), succession.by(),
                    "Serah terima (handed over): %s → %s".formatted(succession.fromUser(),
                            incident.path("successor").asText()));
        }
    }

    /** What he is sent to, answers for, or proposed to close; locked in the order everybody locks in. */
    private static List<ObjectNode> incidents(Connection connection, Succession succession) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT i.incident_id, (SELECT user_name FROM command.account WHERE account_id = ?) AS successor
                FROM command.incident i JOIN command.incident_state t USING (state)
                WHERE t.open AND (
                    EXISTS (SELECT FROM command.assignment a JOIN command.shift s USING (unit_id)
                        JOIN command.shift_member m USING (shift_id)
                        WHERE a.incident_id = i.incident_id AND a.cleared_at IS NULL AND m.account_id = ?
                          AND s.cancelled_at IS NULL AND s.ends_at > a.assigned_at)
                    OR EXISTS (SELECT FROM command.escalation e
                        WHERE e.incident_id = i.incident_id AND e.acknowledged_by = ?)
                    OR EXISTS (SELECT FROM command.closure c
                        WHERE c.incident_id = i.incident_id AND c.state = 'HELD' AND c.proposer_id = ?))
                ORDER BY i.incident_id FOR UPDATE OF i""", succession.to(), succession.from(),
                succession.fromUser(), succession.from());
    }

    private static void crews(Connection connection, Succession succession) throws SQLException {
        List<ObjectNode> left = Statements.rows(connection,
                "DELETE FROM command.crew_member WHERE account_id = ? RETURNING crew_id, lead", succession.from());
        for (ObjectNode crew : left) {
            Statements.execute(connection,
                    """
                    INSERT INTO command.crew_member AS m (crew_id, account_id, lead)
                    VALUES (?, ?, ?)
                    ON CONFLICT (crew_id, account_id) DO UPDATE SET lead = m.lead OR excluded.lead""",
                    crew.path("crew_id").longValue(), succession.to(), crew.path("lead").booleanValue());
        }
    }

    private static void shifts(Connection connection, Succession succession, Instant now) throws SQLException {
        Statements.execute(connection,
                """
                UPDATE command.shift_member m SET account_id = ?, qualifications = '{}'
                WHERE account_id = ? AND ends_at > ? AND NOT EXISTS (
                    SELECT FROM command.shift_member o
                    WHERE o.account_id = ? AND o.starts_at < m.ends_at AND o.ends_at > m.starts_at)""",
                succession.to(), succession.from(), now, succession.to());
    }
}
