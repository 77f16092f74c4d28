package id.siaga.ingest.alert;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.store.Flight;
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

    private static final String OPEN = """
                                       WITH changed AS (
                                           INSERT INTO telemetry.alert (code, level, severity, opens, category, priority,
                                               title, value, unit, changed_at, rule_id, device_id, cause, opened_at)
                                           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                           ON CONFLICT (rule_id, device_id, component) WHERE cleared_at IS NULL DO NOTHING
                                           RETURNING *)""";
    private static final String CHANGE = """
                                         WITH changed AS (
                                             UPDATE telemetry.alert SET code = ?, level = ?, severity = ?, opens = ?,
                                                 category = ?, priority = ?, title = ?, value = ?, unit = ?,
                                                 changed_at = ?, cleared_at = ?
                                             WHERE rule_id = ? AND device_id = ? AND cleared_at IS NULL
                                             RETURNING *)""";
    private static final String EVENT = """
                                        , event AS (
                                            INSERT INTO telemetry.alert_event (alert_id, change, judged_by, code, level,
                                                severity, opens, category, priority, title, value, unit, at)
                                            SELECT alert_id, ?, ?, code, level, severity, opens, category, priority, title,
                                                value, unit, changed_at
                                            FROM changed RETURNING event_id)""";
    private static final String OUTBOX = """
                                         , outbox AS (
                                             INSERT INTO telemetry.alert_outbox (event_id) SELECT event_id FROM event)
                                         SELECT pg_notify('siaga_alert', '') FROM event""";

    /** Writes one decision into the open transaction; the notification leaves with the commit. */
    public void write(Connection connection, String ruleId, Device device, Decision decision, JudgedBy judge)
            throws SQLException {
        Flight flight = new Flight();
        board(flight, ruleId, device, decision, judge);
        flight.fly(connection, Flight.Ending.OPEN);
    }

    /** Puts one decision on the flight, as one statement; the notification leaves with the commit. */
    void board(Flight flight, String ruleId, Device device, Decision decision, JudgedBy judge) {
        boolean opens = decision.change() == Decision.Change.OPENED;
        ReadingTable table = decision.evidence().isEmpty() ? null : ReadingTable.of(device.kind());
        String evidence = table == null ? "" : evidenceFrom(table);
        flight.add((opens ? OPEN : CHANGE) + EVENT + evidence + OUTBOX, (statement, first) -> {
            int next = bind(statement, first, decision);
            next = opens
                    ? bindOpening(statement, next, ruleId, device, decision)
                    : bindChange(statement, next, ruleId, device, decision);
            statement.setString(next++, lower(decision.change()));
            statement.setString(next++, lower(judge));
            return table == null ? next : bindEvidence(statement, next, device, decision);
        }, () -> count(decision));
    }

    private static int bindEvidence(PreparedStatement statement, int first, Device device, Decision decision)
            throws SQLException {
        statement.setString(first, device.deviceId());
        statement.setArray(first + 1, times(statement.getConnection(), decision.evidence()));
        return first + 2;
    }

    private static String evidenceFrom(ReadingTable table) {
        return """
               , evidence AS (
                   INSERT INTO telemetry.alert_evidence (event_id, device_id, observed_at, message_id)
                   SELECT event_id, r.device_id, r.observed_at, r.message_id FROM event, telemetry.%s AS r
                   WHERE r.device_id = ? AND r.observed_at = ANY(?))""".formatted(table.name());
    }

    private void count(Decision decision) {
        Counter.builder("siaga.alerts").description("Alert decisions")
                .tags("code", decision.code(), "change", lower(decision.change())).register(meters).increment();
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

    private static int bindOpening(PreparedStatement statement, int first, String ruleId, Device device,
            Decision decision) throws SQLException {
        statement.setString(first, ruleId);
        statement.setString(first + 1, device.deviceId());
        statement.setString(first + 2, decision.cause());
        statement.setObject(first + 3, decision.at().atOffset(ZoneOffset.UTC));
        return first + 4;
    }

    private static int bindChange(PreparedStatement statement, int first, String ruleId, Device device,
            Decision decision) throws SQLException {
        boolean cleared = decision.change() == Decision.Change.CLEARED;
        statement.setObject(first, cleared ? decision.at().atOffset(ZoneOffset.UTC) : null,
                Types.TIMESTAMP_WITH_TIMEZONE);
        statement.setString(first + 1, ruleId);
        statement.setString(first + 2, device.deviceId());
        return first + 3;
    }

    private static Array times(Connection connection, List<Instant> instants) throws SQLException {
        return connection.createArrayOf("timestamptz",
                instants.stream().map(each -> each.atOffset(ZoneOffset.UTC)).toArray());
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
