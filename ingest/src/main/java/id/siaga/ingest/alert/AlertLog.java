package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.store.ReadingTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Writes decisions into the open transaction: the alert as it now stands, what changed, the readings that caused it, and
 * the outbox row that brings it to the command center. That at most one alert of a rule and device is open is the
 * database's promise (index {@code one_open_alert}), not ours.
 */
public final class AlertLog {

    /** What judged: a reading that came, or the tick that missed it. */
    public enum JudgedBy {
        READING, TICK
    }

    private final MeterRegistry meters;

    public AlertLog(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Writes one decision; {@code NOTIFY} leaves with the commit. */
    public void write(Connection connection, String ruleId, Device device, Decision decision, JudgedBy judge)
            throws SQLException {
        long alertId = switch (decision.change()) {
            case OPENED -> open(connection, ruleId, device, decision);
            case RAISED, LOWERED, CLEARED -> change(connection, ruleId, device, decision);
        };
        if (alertId == NONE) {
            return;
        }
        long eventId = event(connection, alertId, decision, judge);
        evidence(connection, eventId, device, decision.evidence());
        enqueue(connection, eventId);
        Counter.builder("siaga.alerts").description("Alert decisions")
                .tags("code", decision.code(), "change", lower(decision.change())).register(meters).increment();
    }

    private static final long NONE = -1;

    private static long open(Connection connection, String ruleId, Device device, Decision decision)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO telemetry.alert (code, level, severity, opens, category, priority, title, value, unit,
                    changed_at, rule_id, device_id, cause, opened_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (rule_id, device_id, component) WHERE cleared_at IS NULL DO NOTHING
                RETURNING alert_id""")) {
            int next = bind(insert, 1, decision);
            insert.setString(next, ruleId);
            insert.setString(next + 1, device.deviceId());
            insert.setString(next + 2, decision.cause());
            insert.setObject(next + 3, decision.at().atOffset(ZoneOffset.UTC));
            return id(insert);
        }
    }

    private static long change(Connection connection, String ruleId, Device device, Decision decision)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                """
                UPDATE telemetry.alert SET code = ?, level = ?, severity = ?, opens = ?, category = ?, priority = ?,
                    title = ?, value = ?, unit = ?, changed_at = ?, cleared_at = ?
                WHERE rule_id = ? AND device_id = ? AND cleared_at IS NULL
                RETURNING alert_id""")) {
            int next = bind(update, 1, decision);
            boolean cleared = decision.change() == Decision.Change.CLEARED;
            update.setObject(next, cleared ? decision.at().atOffset(ZoneOffset.UTC) : null,
                    Types.TIMESTAMP_WITH_TIMEZONE);
            update.setString(next + 1, ruleId);
            update.setString(next + 2, device.deviceId());
            return id(update);
        }
    }

    private static int bind(PreparedStatement statement, int first, Decision decision) throws SQLException {
        statement.setString(first, decision.code());
        statement.setString(first + 1, decision.level());
        statement.setString(first + 2, decision.severity().name());
        statement.setString(first + 3, lower(decision.opens()));
        statement.setString(first + 4, decision.category().orElse(null));
        statement.setString(first + 5, decision.priority().orElse(null));
        statement.setString(first + 6, decision.title());
        number(statement, first + 7, decision.value());
        statement.setString(first + 8, decision.unit());
        statement.setObject(first + 9, decision.at().atOffset(ZoneOffset.UTC));
        return first + 10;
    }

    private static long event(Connection connection, long alertId, Decision decision, JudgedBy judge)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO telemetry.alert_event (code, level, severity, opens, category, priority, title, value,
                    unit, at, alert_id, change, judged_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING event_id""")) {
            int next = bind(insert, 1, decision);
            insert.setLong(next, alertId);
            insert.setString(next + 1, lower(decision.change()));
            insert.setString(next + 2, lower(judge));
            return id(insert);
        }
    }

    private static void evidence(Connection connection, long eventId, Device device, List<Instant> instants)
            throws SQLException {
        ReadingTable table = ReadingTable.of(device.kind());
        if (table == null || instants.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.alert_evidence (event_id, device_id, observed_at, message_id)
                                  SELECT ?, device_id, observed_at, message_id FROM telemetry.%s
                                  WHERE device_id = ? AND observed_at = ANY(?)""".formatted(table.name()))) {
            insert.setLong(1, eventId);
            insert.setString(2, device.deviceId());
            insert.setArray(3, connection.createArrayOf("timestamptz",
                    instants.stream().map(each -> each.atOffset(ZoneOffset.UTC)).toArray()));
            insert.executeUpdate();
        }
    }

    private static void enqueue(Connection connection, long eventId) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("INSERT INTO telemetry.alert_outbox (event_id) VALUES (?)");
                Statement wake = connection.createStatement()) {
            insert.setLong(1, eventId);
            insert.executeUpdate();
            wake.execute("NOTIFY siaga_alert");
        }
    }

    private static long id(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : NONE;
        }
    }

    private static void number(PreparedStatement statement, int index, OptionalDouble value) throws SQLException {
        if (value.isPresent()) {
            statement.setDouble(index, value.getAsDouble());
        } else {
            statement.setNull(index, Types.DOUBLE);
        }
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
