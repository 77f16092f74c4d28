package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes one incident of two: the other takes over the alerts, and what comes of the duplicate's cause from now on. Only
 * an incident that needs work can take over, and a duplicate needs none, so no circle can form; duplicates of the
 * duplicate are handed on, so the way to the one that counts is always one step.
 */
record Merge(IncidentMoves moves) {

    static Optional<String> objection(Connection connection, Seen seen, long target, Scope scope)
            throws SQLException {
        if (target == seen.id()) {
            return Optional.of("insiden itu sendiri (the same incident)");
        }
        boolean takes = Seen.locked(connection, scope, target).filter(each -> each.state().isOpen()).isPresent();
        return takes ? Optional.empty() : Optional.of("tidak ada atau sudah selesai (not there, or no longer open)");
    }

    void into(Connection connection, Seen duplicate, long target, String user) throws SQLException {
        Statements.execute(connection,
                """
                INSERT INTO command.incident_alert (incident_id, alert_id, rule_id)
                SELECT ?, alert_id, rule_id FROM command.incident_alert WHERE incident_id = ?
                ON CONFLICT DO NOTHING""", target, duplicate.id());
        Statements.execute(connection, "DELETE FROM command.incident_alert WHERE incident_id = ?", duplicate.id());
        Statements.execute(connection, "UPDATE command.incident SET duplicate_of = ? WHERE duplicate_of = ?", target,
                duplicate.id());
        Statements.execute(connection, """
                                       UPDATE command.incident SET updated_at = ?, version = version + 1
                                       WHERE incident_id = ?""", moves.clock().instant(), target);
        moves.timeline().of(target).entry(connection, user, "merged", "#" + duplicate.id());
        moves.publish(connection, target);
    }
}
