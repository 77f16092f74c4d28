package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** Writes what happened to an incident, by whom and when; append only. */
public record Timeline(Clock clock) {
    public static final String SYSTEM = "sistem";

    /** Somebody's words, or a part of the system's; nothing else changes. */
    public void note(Connection connection, long incidentId, String actor, String text) throws SQLException {
        Statements.execute(connection,
                """
                INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                VALUES (?, ?, ?, ?, 'noted', ?)""", incidentId, clock.instant(), clock.instant(), actor, text);
    }

    Of of(long incidentId) {
        return new Of(incidentId, clock.instant());
    }

    /** The timeline of one incident, at one instant of recording. */
    record Of(long incidentId, Instant now) {

        void alert(Connection connection, String entry, AlertNotice notice, Priority from, Priority to)
                throws SQLException {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text, alert_id,
                        event_id, from_priority, to_priority)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", incidentId, notice.at(), now, SYSTEM, entry,
                    notice.title(), notice.alertId(), notice.eventId(), from.name(), to.name());
        }

        void person(Connection connection, String actor, IncidentChange change, IncidentState fromState,
                Priority fromPriority) throws SQLException {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text,
                        from_state, to_state, from_priority, to_priority)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", incidentId, now, now, actor,
                    change.isOnlyNote() ? "noted" : "changed", change.note().orElse(""), fromState.name(),
                    change.state().orElse(fromState).name(), fromPriority.name(),
                    change.priority().orElse(fromPriority).name());
        }
    }
}
