package id.siaga.commandcenter;

import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes what ingest would write: devices, readings with their bytes, alerts with evidence and outbox. */
final class City {
    static final byte[] PAYLOAD = {'{', '"', 'd', '"', ':', '1', '}', 0, (byte) 0xff};
    static final Instant T0 = Instant.parse("2026-11-21T01:00:00Z");
    private final Database database;
    private final AtomicLong messageId = new AtomicLong(1_873_500_000_000_000_000L);

    City(Database database) {
        this.database = database;
    }

    record Decision(String change, String level, String opens, String priority, String title) {
        static Decision opened(String level, String priority) {
            return new Decision("opened", level, "incident", priority, "P2C " + level);
        }

        static Decision raised(String level, String priority) {
            return new Decision("raised", level, "incident", priority, "P2C " + level);
        }

        static Decision cleared() {
            return new Decision("cleared", "NORMAL", "nothing", "P3", "P2C surut");
        }

        static Decision ticket() {
            return new Decision("opened", "WARN", "ticket", "P3", "Sensor diam");
        }
    }

    void device(String id, String post) {
        database.execute(
                """
                INSERT INTO telemetry.device (device_id, kind, name, status, post) VALUES (?, 'flood', ?, 'active', ?)""",
                id, id, post);
        database.execute(
                """
                INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at, flags, latest)
                VALUES (?, 'online', now(), now(), 32768, '{"level_mm": 3600}')""",
                id);
    }

    long reading(String id, Instant observed, double levelMm) {
        long message = messageId.incrementAndGet();
        database.execute("""
                         INSERT INTO telemetry.message (message_id, received_at, device_id, topic, format, payload)
                         VALUES (?, ?, ?, ?, 'native', ?)""", message, observed.plusSeconds(1), id,
                "city/flood/" + id + "/telemetry", PAYLOAD);
        database.execute(
                """
                INSERT INTO telemetry.flood_reading (device_id, observed_at, received_at, time_source, flags, message_id,
                    level_mm) VALUES (?, ?, ?, 0, 32768, ?, ?)""",
                id, observed, observed.plusSeconds(1), message,
                levelMm);
        return message;
    }

    long alert(String rule, String device, String cause, Decision decision) {
        return database.transaction(connection -> {
            long alert = Statements.only(connection,
                    """
                    INSERT INTO telemetry.alert (rule_id, device_id, code, level, severity, opens, category, priority,
                        cause, title, opened_at, changed_at)
                    VALUES (?, ?, ?, ?, 'WARN', ?, 'TBN', ?, ?, ?, ?, ?) RETURNING alert_id""", rule, device, rule,
                    decision.level(), decision.opens(), decision.priority(), cause, decision.title(), T0, T0)
                    .path("alert_id").longValue();
            decide(connection, alert, decision);
            return alert;
        });
    }

    long decide(long alert, Decision decision) {
        return database.transaction(connection -> decide(connection, alert, decision));
    }

    private static long decide(Connection connection, long alert, Decision decision) throws SQLException {
        if (decision.change().equals("cleared")) {
            Statements.execute(connection, "UPDATE telemetry.alert SET cleared_at = now() WHERE alert_id = ?", alert);
        }
        long event = Statements.only(connection,
                """
                INSERT INTO telemetry.alert_event (alert_id, change, code, level, severity, opens, category, priority,
                    title, at, judged_by)
                VALUES (?, ?, 'FLD', ?, 'WARN', ?, 'TBN', ?, ?, ?, 'reading') RETURNING event_id""", alert,
                decision.change(), decision.level(), decision.opens(), decision.priority(), decision.title(), T0)
                .path("event_id").longValue();
        Statements.execute(connection, "INSERT INTO telemetry.alert_outbox VALUES (?)", event);
        return event;
    }

    void evidence(long event, String device, Instant observed, long message) {
        database.execute("INSERT INTO telemetry.alert_evidence VALUES (?, ?, ?, ?)", event, device, observed, message);
    }

    void notifyInbox() {
        database.rows("SELECT pg_notify('siaga_alert', '')::text AS sent");
    }

    /** An open incident that lies in this kecamatan, or nowhere. */
    long incident(@Nullable String kecamatan) {
        return database.row("""
                            INSERT INTO command.incident (number, title, category, priority, state, cause,
                                caused_at, opened_at, updated_at, kecamatan_code, place_approximate, simulated)
                            VALUES (gen_random_uuid(), 'Uji', 'TJL', 'P3', 'BARU', gen_random_uuid(), now(),
                                now(), now(), ?, false, false) RETURNING incident_id""", kecamatan)
                .orElseThrow().path("incident_id").longValue();
    }
}
