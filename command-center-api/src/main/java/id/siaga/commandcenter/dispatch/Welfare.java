package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.Numbers;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** An incident of its own for a crew that has not been heard of: category TKP, P2, where its own incident is. */
record Welfare(IncidentMoves moves) {

    /** One open at a time for an assignment; the number of the open one, opened now or before. */
    long open(Connection connection, ObjectNode due, Instant now) throws SQLException {
        String cause = "welfare/" + due.path("assignment_id").asText();
        Optional<ObjectNode> known = Statements.row(connection,
                """
                SELECT i.incident_id FROM command.incident i JOIN command.incident_state s USING (state)
                WHERE i.cause = ? AND s.open""", cause);
        return known.isPresent()
                ? known.get().path("incident_id").longValue()
                : opened(connection, due, cause, now);
    }

    private long opened(Connection connection, ObjectNode due, String cause, Instant now) throws SQLException {
        String title = "Periksa keadaan petugas (welfare check): " + due.path("call_sign").asText();
        long id = Statements.only(connection,
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, latitude, longitude, kecamatan_code, kecamatan, kelurahan_code, kelurahan,
                    place_approximate, simulated, clocks_from, source)
                SELECT ?, ?, 'TKP', 'P2', 'BARU', ?, ?, ?, ?, latitude, longitude, kecamatan_code, kecamatan,
                       kelurahan_code, kelurahan, true, simulated, ?, 'DEVICE'
                FROM command.incident WHERE incident_id = ? RETURNING incident_id""",
                Numbers.next(connection, "TKP", now), title, cause, Records.instant(due, "due_at"), now, now, now,
                due.path("incident_id").longValue()).path("incident_id").longValue();
        Statements.execute(connection,
                """
                INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                VALUES (?, ?, ?, 'sistem', 'opened', ?)""", id, Records.instant(due, "due_at"), now,
                "%s, dari insiden %s".formatted(Watch.words(due), due.path("number").asText()));
        moves.opened(connection, id, Priority.P2);
        return id;
    }
}
