package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.calendar.WorkingCalendar;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds clocks that ran out and escalations nobody answered. Any number may run, in any number of processes: each
 * passes over what another has locked.
 *
 * @param most incidents of each kind in one round; what is left waits for the next
 */
public record EscalationSweep(Database database, IncidentMoves moves, Clock clock, int most) {

    /** Steps raised in this round. */
    public List<String> run() {
        List<String> raised = new ArrayList<>();
        raised.addAll(database.transaction(this::ranOut));
        raised.addAll(database.transaction(this::unanswered));
        raised.addAll(database.transaction(this::weekly));
        return raised;
    }

    private List<String> ranOut(Connection connection) throws SQLException {
        Instant now = clock.instant();
        List<String> raised = new ArrayList<>();
        for (ObjectNode row : Statements.rows(connection,
                """
                SELECT incident_id, c.clock, i.priority
                FROM command.incident_clock c JOIN command.incident i USING (incident_id)
                WHERE c.stopped_at IS NULL AND c.overdue_at IS NULL AND c.due_at <= ?
                ORDER BY c.due_at LIMIT ? FOR UPDATE OF i SKIP LOCKED""", now, most)) {
            long id = row.path("incident_id").longValue();
            String clockName = row.path("clock").asText();
            if (Statements.execute(connection,
                    """
                    UPDATE command.incident_clock SET overdue_at = due_at
                    WHERE incident_id = ? AND clock = ? AND stopped_at IS NULL AND overdue_at IS NULL AND due_at <= ?""",
                    id, clockName, now) == 1) {
                new Clocks(connection, id).sum();
                moves.escalations().raise(connection, id, clockName,
                        Priority.valueOf(row.path("priority").asText())).ifPresent(raised::add);
                moves.publish(connection, id);
            }
        }
        return raised;
    }

    private List<String> unanswered(Connection connection) throws SQLException {
        List<String> raised = new ArrayList<>();
        for (ObjectNode row : Statements.rows(connection,
                """
                SELECT incident_id, e.escalation_id, i.priority, s.open
                FROM command.escalation e JOIN command.incident i USING (incident_id)
                JOIN command.incident_state s USING (state)
                WHERE e.awaits_until <= ? AND e.acknowledged_at IS NULL
                ORDER BY e.awaits_until LIMIT ? FOR UPDATE OF i SKIP LOCKED""", clock.instant(), most)) {
            boolean passed = Statements.execute(connection,
                    """
                    UPDATE command.escalation SET awaits_until = NULL
                    WHERE escalation_id = ? AND awaits_until IS NOT NULL AND acknowledged_at IS NULL""",
                    row.path("escalation_id").longValue()) == 1;
            if (passed && row.path("open").booleanValue()) {
                moves.escalations().raise(connection, row.path("incident_id").longValue(), "NO_ACK",
                        Priority.valueOf(row.path("priority").asText())).ifPresent(raised::add);
            }
        }
        return raised;
    }

    /** What is scheduled and late is a list on Mondays, not a call at night. */
    private List<String> weekly(Connection connection) throws SQLException {
        String week = week(clock.instant());
        List<String> raised = new ArrayList<>();
        for (ObjectNode row : Statements.rows(connection,
                """
                SELECT incident_id FROM command.incident i
                WHERE urgency = 7 AND NOT EXISTS (SELECT FROM command.escalation e
                    WHERE e.incident_id = i.incident_id AND e.step IN (
                        SELECT r.step || ? FROM command.escalation_rule r WHERE r.event = 'WEEKLY'))
                ORDER BY incident_id LIMIT ? FOR UPDATE OF i SKIP LOCKED""", week, most)) {
            moves.escalations().raise(connection, row.path("incident_id").longValue(), "WEEKLY", Priority.P4, week)
                    .ifPresent(raised::add);
        }
        return raised;
    }

    private static String week(Instant now) {
        ZonedDateTime local = now.atZone(WorkingCalendar.WIB);
        return String.format(Locale.ROOT, " %d-W%02d", local.get(IsoFields.WEEK_BASED_YEAR),
                local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
