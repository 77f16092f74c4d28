package id.siaga.ingest.downlink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import id.siaga.ingest.mqtt.Delivery;
import id.siaga.ingest.telemetry.Command;

/**
 * Table {@code device_command} as its deliverer sees it. Only the oldest waiting command of a device is lent, and to
 * one borrower at a time, so that order holds and no two processes hand over the same.
 */
record CommandQueue(DownlinkConfig config) {

    /** A device whose oldest command may be handed over now. */
    record Waiting(String deviceId, boolean behindBroker) {
    }

    List<Waiting> waiting(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT DISTINCT c.device_id, d.downlink = 'broker' OR d.receipts AS behind_broker
                FROM telemetry.device_command c JOIN telemetry.device d USING (device_id)
                WHERE c.state IN ('queued', 'sent') AND c.due_at <= now() AND c.expires_at > now()
                    AND d.status = 'active'""");
                ResultSet row = select.executeQuery()) {
            List<Waiting> waiting = new ArrayList<>();
            while (row.next()) {
                waiting.add(new Waiting(row.getString(1), row.getBoolean(2)));
            }
            return waiting;
        }
    }

    /** The oldest command of each device, lent for a while; oldest first. */
    List<Command> lend(Connection connection, Collection<String> deviceIds) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                """
                WITH head AS (
                    SELECT command_id FROM telemetry.device_command c
                    WHERE device_id = ANY (?) AND state IN ('queued', 'sent') AND due_at <= now() AND expires_at > now()
                        AND NOT EXISTS (SELECT FROM telemetry.device_command older
                            WHERE older.device_id = c.device_id AND older.command_id < c.command_id
                                AND older.state IN ('queued', 'sent') AND older.expires_at > now())
                    ORDER BY command_id LIMIT ? FOR UPDATE SKIP LOCKED)
                UPDATE telemetry.device_command c SET state = 'sent', sent_at = coalesce(c.sent_at, now()),
                    attempts = c.attempts + 1, due_at = now() + make_interval(secs => ?)
                FROM head, telemetry.device d WHERE c.command_id = head.command_id AND d.device_id = c.device_id
                RETURNING c.command_id, c.device_id, d.kind, c.name, c.arguments, c.expires_at""")) {
            update.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            update.setInt(2, config.mostAtOnce());
            update.setInt(3, config.loanSeconds());
            try (ResultSet row = update.executeQuery()) {
                List<Command> lent = new ArrayList<>();
                while (row.next()) {
                    lent.add(new Command(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
                            row.getString(5), row.getObject(6, OffsetDateTime.class).toInstant()));
                }
                lent.sort(Comparator.comparingLong(Command::commandId));
                return lent;
            }
        }
    }

    /** What became of a lent command. An answer that came before its PUBACK stays. */
    void settle(Connection connection, long commandId, Delivery outcome) throws SQLException {
        String change = switch (outcome) {
            case ARRIVED -> "state = 'delivered', delivered_at = now()";
            case REFUSED ->
                "state = 'failed', finished_at = now(), detail = 'ditolak perangkat (refused by the device)'";
            case LOST -> "due_at = now()";
        };
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE telemetry.device_command SET " + change + " WHERE command_id = ? AND state = 'sent'")) {
            update.setLong(1, commandId);
            update.executeUpdate();
        }
    }

    void expire(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                """
                UPDATE telemetry.device_command SET state = 'expired', finished_at = now()
                WHERE state IN ('queued', 'sent', 'delivered') AND expires_at <= now()""")) {
            update.executeUpdate();
        }
    }
}
