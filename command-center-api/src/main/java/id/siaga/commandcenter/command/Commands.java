package id.siaga.commandcenter.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queues and lists commands. Life of a command: docs/commands.md. */
public record Commands(Database database) {
    private static final String SELECT = """
                                         SELECT command_id AS id, device_id, name AS command, arguments, state, detail, attempts, asked_by,
                                             queued_at, expires_at, sent_at, delivered_at, finished_at
                                         FROM telemetry.device_command\s""";

    /** What may be asked, each with the longest it may wait. */
    public List<ObjectNode> types() {
        return database.rows("""
                             SELECT name, argument, least, most, expires_s, longest_s
                             FROM telemetry.command_type CROSS JOIN telemetry.downlink_limit ORDER BY name""");
    }

    public boolean isKnown(String deviceId) {
        return database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ?", deviceId).isPresent();
    }

    /** Whether somebody may ask something of it. */
    public boolean isActive(String deviceId) {
        return database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ? AND status = 'active'", deviceId)
                .isPresent();
    }

    /** Whether it can be told anything at all. */
    public boolean takesCommands(String deviceId) {
        return database.row("SELECT 1 AS one FROM telemetry.device WHERE device_id = ? AND downlink <> 'none'",
                deviceId).isPresent();
    }

    /** The queued command; empty when no more may wait for this device. */
    public static Optional<ObjectNode> queue(Connection connection, String deviceId, CommandRequest request,
            String user,
            Instant now) throws SQLException {
        ObjectNode queued = Statements.only(connection,
                "SELECT telemetry.queue_command(?, ?, ?::jsonb, ?, ?) AS id", deviceId, request.name(),
                request.arguments().toString(), user, now.plusSeconds(request.expiresS()));
        return queued.path("id").isNull()
                ? Optional.empty()
                : Statements.row(connection, SELECT + "WHERE command_id = ?", queued.path("id").longValue());
    }

    /** Newest first, ids below {@code before}. */
    public List<ObjectNode> newest(String deviceId, long before, int limit) {
        return database.rows(SELECT + "WHERE device_id = ? AND command_id < ? ORDER BY command_id DESC LIMIT ?",
                deviceId, before, limit);
    }
}
