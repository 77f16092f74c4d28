package id.siaga.commandcenter.sop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an incident's SOP demands and what was done of it. No incident is finished before its mandatory steps are. */
public record Checklist(Database database, Timeline timeline, Clock clock) implements Guard {

    /** The list, copied from the SOP in force when first asked for; empty where there is none for the category. */
    public List<ObjectNode> of(long incidentId) {
        return database.transaction(connection -> {
            copy(connection, incidentId);
            return steps(connection, incidentId);
        });
    }

    /** Ticks one step; a tick stays as it is. Empty when there is no such step. */
    public Optional<List<ObjectNode>> tick(long incidentId, int position, Optional<String> note, String actor) {
        return database.transaction(connection -> {
            copy(connection, incidentId);
            Optional<ObjectNode> step = Statements.row(connection,
                    """
                    UPDATE command.incident_step SET done_at = coalesce(done_at, ?), done_by = coalesce(done_by, ?),
                        note = coalesce(note, ?)
                    WHERE incident_id = ? AND position = ? RETURNING text""", clock.instant(), actor,
                    note.orElse(null), incidentId, position);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            timeline.note(connection, incidentId, actor, "SOP %d selesai: %s%s".formatted(position,
                    step.get().path("text").asText(), note.map(text -> " (" + text + ")").orElse("")));
            return Optional.of(steps(connection, incidentId));
        });
    }

    /** Waives these steps, or all that are not done when none is named. */
    public List<ObjectNode> waive(long incidentId, List<Integer> positions, String reason, String actor) {
        return database.transaction(connection -> {
            copy(connection, incidentId);
            String which = positions.stream().map(String::valueOf).collect(Collectors.joining(","));
            List<ObjectNode> waived = Statements.rows(connection,
                    """
                    UPDATE command.incident_step SET waived_at = ?, waived_by = ?, waive_reason = ?
                    WHERE incident_id = ? AND done_at IS NULL AND waived_at IS NULL
                      AND (? = '' OR position = ANY (string_to_array(?, ',')::int[]))
                    RETURNING position""", clock.instant(), actor, reason, incidentId, which, which);
            if (!waived.isEmpty()) {
                timeline.note(connection, incidentId, actor, "SOP %s dikesampingkan: %s".formatted(
                        waived.stream().map(row -> row.path("position").asText()).sorted()
                                .collect(Collectors.joining(", ")),
                        reason));
            }
            return steps(connection, incidentId);
        });
    }

    @Override
    public Optional<String> objection(Connection connection, long incidentId, IncidentState to) throws SQLException {
        if (to != IncidentState.SELESAI) {
            return Optional.empty();
        }
        copy(connection, incidentId);
        List<ObjectNode> open = Statements.rows(connection,
                """
                SELECT position, text FROM command.incident_step
                WHERE incident_id = ? AND mandatory AND done_at IS NULL AND waived_at IS NULL ORDER BY position""",
                incidentId);
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("Langkah SOP wajib belum selesai (mandatory steps left): " + open.stream()
                        .map(row -> row.path("position").asText() + ". " + row.path("text").asText())
                        .collect(Collectors.joining("; ")));
    }

    private void copy(Connection connection, long incidentId) throws SQLException {
        // Two who ask first at once must not copy two versions.
        Statements.row(connection, "SELECT 1 FROM command.incident WHERE incident_id = ? FOR UPDATE", incidentId);
        Statements.execute(connection,
                """
                INSERT INTO command.incident_step (incident_id, position, sop_id, text, mandatory)
                SELECT i.incident_id, t.position, s.sop_id, t.text, t.mandatory
                FROM command.incident i
                JOIN LATERAL (SELECT sop_id FROM command.sop
                              WHERE category = i.category AND valid_from <= ?
                              ORDER BY version DESC LIMIT 1) s ON true
                JOIN command.sop_step t USING (sop_id)
                WHERE i.incident_id = ? AND NOT EXISTS
                    (SELECT 1 FROM command.incident_step k WHERE k.incident_id = i.incident_id)""",
                clock.instant(), incidentId);
    }

    private static List<ObjectNode> steps(Connection connection, long incidentId) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT k.position, k.text, k.mandatory, s.category, s.version AS sop_version, s.status AS sop_status,
                       k.done_at, k.done_by, k.note, k.waived_at, k.waived_by, k.waive_reason
                FROM command.incident_step k JOIN command.sop s USING (sop_id)
                WHERE k.incident_id = ? ORDER BY k.position""",
                incidentId);
    }
}
