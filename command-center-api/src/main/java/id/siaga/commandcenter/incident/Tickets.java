package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Maintenance work: opened by an alert, one open per cause, resolved by itself when all its alerts are clear. */
public record Tickets(StreamLog stream, Clock clock) {
    private static final String PREFIX = "TKT";

    void apply(Connection connection, AlertNotice notice) throws SQLException {
        if (notice.isCleared()) {
            clear(connection, notice);
        } else if (notice.wantsTicket()) {
            openOrJoin(connection, notice);
        }
    }

    private void openOrJoin(Connection connection, AlertNotice notice) throws SQLException {
        Optional<ObjectNode> open = Statements.row(connection,
                """
                SELECT ticket_id FROM command.ticket WHERE cause = ? AND state = 'BUKA' FOR UPDATE""", notice.cause());
        long id = open.isPresent()
                ? joined(connection, open.get().path("ticket_id").longValue(), notice)
                : opened(connection, notice);
        Statements.execute(connection,
                """
                INSERT INTO command.ticket_alert (ticket_id, alert_id) VALUES (?, ?) ON CONFLICT DO NOTHING""", id,
                notice.alertId());
        publish(connection, id);
    }

    private long opened(Connection connection, AlertNotice notice) throws SQLException {
        Instant now = clock.instant();
        return Statements.only(connection,
                """
                INSERT INTO command.ticket (number, title, severity, state, cause, device_id, opened_at, updated_at,
                    simulated)
                VALUES (?, ?, ?, 'BUKA', ?, ?, ?, ?, ?) RETURNING ticket_id""",
                Numbers.next(connection, PREFIX, now), notice.title(), notice.severity(), notice.cause(),
                notice.deviceId(), now, now, notice.simulated()).path("ticket_id").longValue();
    }

    private long joined(Connection connection, long id, AlertNotice notice) throws SQLException {
        Statements.execute(connection,
                """
                UPDATE command.ticket SET title = ?, severity = ?, updated_at = ?, version = version + 1
                WHERE ticket_id = ?""", notice.title(), notice.severity(), clock.instant(), id);
        return id;
    }

    private void clear(Connection connection, AlertNotice notice) throws SQLException {
        Optional<ObjectNode> ticket = Statements.row(connection,
                """
                UPDATE command.ticket_alert l SET cleared = true FROM command.ticket t
                WHERE l.alert_id = ? AND t.ticket_id = l.ticket_id AND t.state = 'BUKA'
                RETURNING t.ticket_id""", notice.alertId());
        if (ticket.isPresent()) {
            resolveIfAllClear(connection, ticket.get().path("ticket_id").longValue());
        }
    }

    private void resolveIfAllClear(Connection connection, long id) throws SQLException {
        Instant now = clock.instant();
        int resolved = Statements.execute(connection,
                """
                UPDATE command.ticket t SET state = 'SELESAI', resolved_at = ?, updated_at = ?, version = version + 1
                WHERE ticket_id = ? AND NOT EXISTS
                    (SELECT 1 FROM command.ticket_alert l WHERE l.ticket_id = t.ticket_id AND NOT l.cleared)""", now,
                now, id);
        if (resolved == 1) {
            publish(connection, id);
        }
    }

    private void publish(Connection connection, long id) throws SQLException {
        stream.append(connection, "ticket",
                Statements.only(connection, """
                                            SELECT * FROM command.ticket_json WHERE id = ?""", id));
    }
}
