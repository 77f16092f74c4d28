package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** {@code command.incident_contact}. The caller has made sure that the incident lies in his scope. */
public record Contacts(Database database) {

    public List<ObjectNode> of(long incidentId) {
        return database.rows("""
                             SELECT contact_id AS id, name, phone, email, remark, taken_by, taken_at
                             FROM command.incident_contact WHERE incident_id = ? ORDER BY contact_id""", incidentId);
    }

    public static ObjectNode take(Connection connection, long incidentId, Contact contact, String user, Instant now)
            throws SQLException {
        return Statements.only(connection,
                """
                INSERT INTO command.incident_contact (incident_id, name, phone, email, remark, taken_by, taken_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING contact_id AS id, taken_at""", incidentId,
                contact.name().orElse(null), contact.phone().orElse(null), contact.email().orElse(null),
                contact.remark().orElse(null), user, now);
    }
}
