package id.siaga.commandcenter.availability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.DevicePeriod;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.util.List;
import java.util.Optional;

/** Agreed maintenance: none of it counts for availability. A window is cancelled, never deleted. */
public record Maintenance(Database database) {
    private static final String FIELDS = """
                                         window_id AS id, reason, to_jsonb(device_ids) AS device_ids, from_at AS "from", to_at AS "to",
                                         agreed_by, agreed_at, cancelled_by, cancelled_at""";

    public ObjectNode agree(DevicePeriod request, String user) {
        return database.transaction(connection -> Statements.only(connection,
                """
                INSERT INTO telemetry.maintenance_window (reason, device_ids, from_at, to_at, agreed_by)
                VALUES (?, ?, ?, ?, ?) RETURNING %s""".formatted(FIELDS), request.reason(), request.deviceIds(),
                request.from(), request.to(), user));
    }

    /** Newest first, ids below {@code before}. */
    public List<ObjectNode> newest(long before, int limit) {
        return database.rows("""
                             SELECT %s FROM telemetry.maintenance_window WHERE window_id < ?
                             ORDER BY window_id DESC LIMIT ?""".formatted(FIELDS), before, limit);
    }

    /** The window, cancelled now or before; empty when there is none. */
    public Optional<ObjectNode> cancel(long id, String user) {
        database.execute("""
                         UPDATE telemetry.maintenance_window SET cancelled_by = ?, cancelled_at = now()
                         WHERE window_id = ? AND cancelled_at IS NULL""", user, id);
        return database.row("SELECT %s FROM telemetry.maintenance_window WHERE window_id = ?".formatted(FIELDS), id);
    }
}
