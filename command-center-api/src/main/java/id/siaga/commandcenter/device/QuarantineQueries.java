package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that could not be understood, newest first, with the reason and the bytes. */
public record QuarantineQueries(Database database) {

    public List<ObjectNode> newest(@Nullable String reason, long before, int limit) {
        return database
                .rows("""
                      SELECT quarantine_id AS id, received_at, topic, principal, format, reason, detail, payload_bytes,
                             payload
                      FROM telemetry.quarantine
                      WHERE quarantine_id < ? AND (?::text IS NULL OR reason = ?)
                      ORDER BY quarantine_id DESC LIMIT ?""", before, reason, reason, limit);
    }
}
