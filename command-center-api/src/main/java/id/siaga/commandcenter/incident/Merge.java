package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes one incident of two: the other takes over the alerts, and what comes of the duplicate's cause from now on. Only
 * an incident that needs work can take over, and a duplicate needs none, so no circle can form; duplicates of the
 * duplicate are handed on, so the way to the one that counts is always one step. It becomes as urgent and as far as the
 * duplicate was, and the units on their way to the duplicate are on their way to it.
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
        Seen kept = Seen.locked(connection, Scope.CITY, target).orElseThrow();
        Priority priority = duplicate.priority().moreUrgent(kept.priority());
        Statements.execute(connection, """
                                       UPDATE command.incident SET priority = ?, updated_at = ?, version = version + 1
                                       WHERE incident_id = ?""", priority.name(), moves.clock().instant(), target);
        if (priority != kept.priority()) {
            moves.raised(connection, target, kept.priority());
        }
        advance(connection, duplicate, kept, user);
        moves.timeline().of(target).entry(connection, user, "merged", "#" + duplicate.id());
        moves.publish(connection, target);
    }

    private void advance(Connection connection, Seen duplicate, Seen kept, String user) throws SQLException {
        String note = "digabung dari #%d (merged)".formatted(duplicate.id());
        if (duplicate.state() != IncidentState.BARU && !kept.recode()) {
            moves.to(connection, kept.id(), IncidentState.DIVERIFIKASI, user, note);
        }
        if (unitsGo(connection, duplicate.id(), kept.id())) {
            moves.override(connection, kept.id(), user, note);
            moves.to(connection, kept.id(), IncidentState.DITUGASKAN, user, note);
        }
    }

    private boolean unitsGo(Connection connection, long from, long to) throws SQLException {
        return Statements.execute(connection,
                """
                WITH sent AS (
                    UPDATE command.assignment SET incident_id = ? WHERE incident_id = ? AND cleared_at IS NULL
                    RETURNING unit_id)
                UPDATE command.unit u SET judge_at = '-infinity' FROM sent WHERE u.unit_id = sent.unit_id""", to,
                from) > 0;
    }
}
