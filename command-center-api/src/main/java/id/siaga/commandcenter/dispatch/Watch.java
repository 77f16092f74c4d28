package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Escalations;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices who is late and who has not been heard of: not under way in time, a check-in missed on scene, a tracker
 * silent on the way. Each is raised once; of the last two a welfare check is opened.
 */
record Watch(Database database, Welfare welfare, Timeline timeline, Escalations escalations, FieldPolicy policy) {
    private static final String DUE = """
                                      WITH watched AS (
                                          SELECT a.assignment_id, a.incident_id, a.unit_id, 'LATE' AS kind,
                                                 a.assigned_at + (?::jsonb ->> i.priority)::int * interval '1 s' AS due_at
                                          FROM command.assignment a JOIN command.incident i USING (incident_id)
                                          JOIN command.unit u USING (unit_id)
                                          WHERE a.cleared_at IS NULL AND a.en_route_at IS NULL AND u.state = 'DITUGASKAN'
                                          UNION ALL
                                          SELECT a.assignment_id, a.incident_id, a.unit_id, 'CHECK_IN_MISSED',
                                                 greatest(a.on_scene_at, (SELECT max(c.at) FROM command.check_in c
                                                     WHERE c.assignment_id = a.assignment_id))
                                                 + (?::jsonb ->> i.priority)::int * interval '1 s'
                                          FROM command.assignment a JOIN command.incident i USING (incident_id)
                                          WHERE a.cleared_at IS NULL AND a.on_scene_at IS NOT NULL
                                          UNION ALL
                                          SELECT a.assignment_id, a.incident_id, a.unit_id, 'SILENT',
                                                 s.last_received_at + (?::jsonb ->> i.priority)::int * interval '1 s'
                                          FROM command.assignment a JOIN command.incident i USING (incident_id)
                                          JOIN command.unit u USING (unit_id) JOIN telemetry.device_state s USING (device_id)
                                          WHERE a.cleared_at IS NULL AND a.en_route_at IS NOT NULL)
                                      SELECT w.*, u.call_sign, i.number, i.priority, i.kecamatan_code
                                      FROM watched w JOIN command.unit u USING (unit_id)
                                      JOIN command.incident i USING (incident_id)
                                      WHERE w.due_at <= ? AND (?::bigint IS NULL OR w.assignment_id = ?)
                                        AND NOT EXISTS (SELECT 1 FROM command.assignment_alarm r
                                                        WHERE (r.assignment_id, r.kind, r.due_at)
                                                            = (w.assignment_id, w.kind, w.due_at))
                                      ORDER BY w.due_at LIMIT ?""";

    /** What is due and not raised yet; at most a batch. */
    List<ObjectNode> due(Instant now) {
        return database.transaction(connection -> due(connection, now, null));
    }

    private List<ObjectNode> due(Connection connection, Instant now, @Nullable Long assignmentId) throws SQLException {
        return Statements.rows(connection, DUE, json(policy.lateS()), json(policy.checkInS()),
                json(policy.silentS()), now, assignmentId, assignmentId, policy.batch());
    }

    private static String json(Map<Priority, Long> seconds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        seconds.forEach((priority, value) -> json.put(priority.name(), value));
        return json.toString();
    }

    /** Raises it unless somebody has spoken meanwhile, or another process was first. */
    void raise(ObjectNode seen, Instant now) {
        database.transaction(connection -> {
            Locks.all(connection, List.of(seen.path("incident_id").longValue()),
                    List.of(seen.path("unit_id").longValue()));
            for (ObjectNode due : due(connection, now, seen.path("assignment_id").longValue())) {
                if (due.path("kind").equals(seen.path("kind"))) {
                    raised(connection, due, now);
                }
            }
            return true;
        });
    }

    private void raised(Connection connection, ObjectNode due, Instant now) throws SQLException {
        boolean late = due.path("kind").asText().equals("LATE");
        Optional<Long> check = late ? Optional.empty() : Optional.of(welfare.open(connection, due, now));
        Statements.execute(connection,
                """
                INSERT INTO command.assignment_alarm (assignment_id, kind, due_at, raised_at, welfare_id)
                VALUES (?, ?, ?, ?, ?)""", due.path("assignment_id").longValue(), due.path("kind").asText(),
                Records.instant(due, "due_at"), now, check.orElse(null));
        timeline.note(connection, due.path("incident_id").longValue(), Timeline.SYSTEM, words(due));
        if (late && escalations.late(connection, due.path("incident_id").longValue(),
                Priority.valueOf(due.path("priority").asText()), due.path("assignment_id").longValue())) {
            return;
        }
        ObjectNode event = due.deepCopy();
        event.put("welfare_id", check.orElse(null));
        escalations.stream().append(connection, "escalation", event);
    }

    static String words(ObjectNode due) {
        String unit = due.path("call_sign").asText();
        return switch (due.path("kind").asText()) {
            case "LATE" -> unit + ": belum berangkat, terlambat (not under way in time)";
            case "CHECK_IN_MISSED" -> unit + ": tidak melapor pada waktunya (check-in missed)";
            default -> unit + ": GPS diam (tracker silent)";
        };
    }
}
