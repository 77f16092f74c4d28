package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Tells who must know, once for each incident and step: a unique index sees to it, whatever process asks. Telling
 * means: on the live stream, in the timeline, and a row for each addressee that later channels send from.
 */
public record Escalations(StreamLog stream, Timeline timeline, Clock clock) {
    static final String OPENED = "OPENED";
    private static final String[] ROLES = Arrays.stream(Role.values()).map(Enum::name).toArray(String[]::new);

    /** Raises what {@code command.escalation_rule} says of this event; the step raised, empty when it was before. */
    Optional<String> raise(Connection connection, long incidentId, String event, Priority priority)
            throws SQLException {
        return raise(connection, incidentId, event, priority, "");
    }

    /** As above, once for each {@code occasion}, such as a week. */
    Optional<String> raise(Connection connection, long incidentId, String event, Priority priority, String occasion)
            throws SQLException {
        Instant now = clock.instant();
        Optional<ObjectNode> raised = Statements.row(connection,
                """
                INSERT INTO command.escalation (incident_id, step, raised_at, awaits_until)
                SELECT ?, r.step || ?, ?, CASE WHEN 'KORLAP' = ANY (r.tell) AND r.event <> 'WEEKLY' THEN (
                    SELECT ?::timestamptz + make_interval(secs => after_s) FROM command.escalation_rule
                    WHERE event = 'NO_ACK') END
                FROM command.escalation_rule r WHERE r.event = ? AND (r.priority = ? OR r.priority IS NULL)
                ON CONFLICT DO NOTHING RETURNING escalation_id""", incidentId, occasion, now, now, event,
                priority.name());
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(told(connection, raised.get().path("escalation_id").longValue(), occasion, now));
    }

    /** A unit that was sent did not set out in time; once for each assignment. False when nobody is to be told. */
    public boolean late(Connection connection, long incidentId, Priority priority, long assignmentId)
            throws SQLException {
        return raise(connection, incidentId, "LATE", priority, " " + assignmentId).isPresent();
    }

    private String told(Connection connection, long escalationId, String occasion, Instant now) throws SQLException {
        Statements.execute(connection,
                """
                INSERT INTO command.escalation_notice (escalation_id, addressee, means, queued_at, sent_at)
                SELECT escalation_id, addressee, 'IN_APP', ?, CASE WHEN addressee = ANY (?) THEN ?::timestamptz END
                FROM command.escalation e JOIN command.escalation_rule r ON e.step = r.step || ?, unnest(tell) AS addressee
                WHERE escalation_id = ?""",
                now, ROLES, now, occasion, escalationId);
        ObjectNode event = Statements.only(connection, "SELECT * FROM command.escalation_json WHERE id = ?",
                escalationId);
        StringJoiner words = new StringJoiner(", ", event.path("step").asText() + ": ", "");
        for (JsonNode addressee : event.path("told")) {
            words.add(addressee.asText());
        }
        timeline.of(event.path("incident_id").longValue()).entry(connection, Timeline.SYSTEM, "escalated",
                words.toString());
        stream.append(connection, "escalation", event);
        return event.path("step").asText();
    }

    /** How many waited for an answer; it is in the timeline. */
    public int answered(Connection connection, long incidentId, String user) throws SQLException {
        int answered = acknowledge(connection, incidentId, user, clock.instant());
        if (answered > 0) {
            timeline.of(incidentId).entry(connection, user, "acknowledged", "");
        }
        return answered;
    }

    /** Somebody answers for it: nobody else is called for not answering. */
    static int acknowledge(Connection connection, long incidentId, String user, Instant now) throws SQLException {
        return Statements.execute(connection,
                """
                UPDATE command.escalation SET acknowledged_by = ?, acknowledged_at = ?
                WHERE incident_id = ? AND awaits_until IS NOT NULL AND acknowledged_at IS NULL""", user, now,
                incidentId);
    }
}
