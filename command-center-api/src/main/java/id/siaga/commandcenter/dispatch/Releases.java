package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Timeline;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Takes a unit off its incident before the work is done. */
record Releases(Timeline timeline) {

    /** The caller has locked both. */
    void release(Connection connection, long unitId, String actor, Instant at, String reason) throws SQLException {
        ObjectNode released = Statements.only(connection,
                """
                UPDATE command.assignment a SET cleared_at = ?, cleared_by = ?, released_reason = ?
                FROM command.unit u WHERE u.unit_id = a.unit_id AND a.unit_id = ? AND a.cleared_at IS NULL
                RETURNING a.incident_id, u.call_sign""", at, actor, reason, unitId);
        long incidentId = released.path("incident_id").longValue();
        timeline.note(connection, incidentId, actor,
                "%s dilepas: %s".formatted(released.path("call_sign").asText(), reason));
        boolean alone = Statements.row(connection,
                "SELECT 1 FROM command.assignment WHERE incident_id = ? AND cleared_at IS NULL", incidentId).isEmpty();
        if (alone) {
            timeline.note(connection, incidentId, actor, "tanpa satuan, perlu penugasan baru");
        }
    }
}
