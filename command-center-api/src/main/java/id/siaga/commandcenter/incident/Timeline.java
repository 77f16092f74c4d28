package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;

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

    private static Optional<String> more(Move move) {
        return switch (move) {
            case Move.Verified verified when verified.outcome() == Verification.OVERRIDE -> Optional
                    .of("tanpa verifikasi, keselamatan jiwa (unexamined: life or safety)");
            case Move.Verified verified -> Optional.empty();
            case Move.DuplicateOf duplicate -> Optional.of("sama dengan (same as) #" + duplicate.incidentId());
            case Move.Forwarded forwarded -> Optional.of("ke (to) " + forwarded.agency());
            case Move.On on -> Optional.empty();
        };
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

        /** Opened by a person, of something that happened {@code at}. */
        void happened(Connection connection, Instant at, String actor, String text) throws SQLException {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                    VALUES (?, ?, ?, ?, 'opened', ?)""", incidentId, at, now, actor, text);
        }

        /** What changes neither state nor priority. */
        void entry(Connection connection, String actor, String entry, String text) throws SQLException {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                    VALUES (?, ?, ?, ?, ?, ?)""", incidentId, now, now, actor, entry, text);
        }

        /** With what the states alone do not say. */
        private static String words(IncidentChange change) {
            StringJoiner words = new StringJoiner(" · ").setEmptyValue("");
            change.move().flatMap(Timeline::more).ifPresent(words::add);
            change.category().ifPresent(code -> words.add("kategori " + code));
            change.note().ifPresent(words::add);
            return words.toString();
        }

        void person(Connection connection, String actor, IncidentChange change, IncidentState fromState,
                Priority fromPriority) throws SQLException {
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text,
                        from_state, to_state, from_priority, to_priority)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", incidentId, now, now, actor,
                    change.isOnlyNote() ? "noted" : "changed", words(change), fromState.name(),
                    change.stateAfter(fromState).name(), fromPriority.name(),
                    change.priority().orElse(fromPriority).name());
        }
    }
}
