package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.reading.ReadingWords;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Quality;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether what devices saw of an incident is over: by the newest good reading where table sensor_rest names one for
 * the rule, else by the alert itself.
 */
final class SensorCheck {
    private static final int NOT_GOOD = Flag.bits(Arrays.stream(Flag.values())
            .filter(flag -> flag.quality() != Quality.GOOD).toArray(Flag[]::new));

    private SensorCheck() {
    }

    /** One answer for each alert of the incident that is not a mere ticket. */
    static List<Sensor> of(Connection connection, long incidentId, Instant now) throws SQLException {
        List<Sensor> sensors = new ArrayList<>();
        for (ObjectNode alert : Statements.rows(connection,
                """
                SELECT a.alert_id, a.rule_id, a.device_id, a.title, a.cleared_at, d.post, s.table_name, s.column_name,
                       s.rest, greatest(s.stale_s, 3 * coalesce(t.interval_s, d.interval_s, 0)) AS stale_s
                FROM command.incident_alert l
                JOIN telemetry.alert a USING (alert_id)
                LEFT JOIN command.sensor_rest s ON s.rule_id = a.rule_id
                LEFT JOIN telemetry.device d ON d.device_id = a.device_id
                LEFT JOIN telemetry.device_state t ON t.device_id = a.device_id
                WHERE l.incident_id = ? AND a.opens <> 'ticket' ORDER BY a.alert_id""", incidentId)) {
            sensors.add(new Sensor(alert, reading(connection, alert, now), band(connection, alert, now), now));
        }
        return sensors;
    }

    private static Optional<ObjectNode> reading(Connection connection, ObjectNode alert, Instant now)
            throws SQLException {
        if (!ReadingWords.TABLES.contains(alert.path("table_name").asText())) {
            return Optional.empty();
        }
        String column = alert.path("column_name").asText();
        return Statements.row(connection,
                """
                SELECT r.observed_at, to_jsonb(r) -> ? AS value FROM telemetry.%s r
                WHERE r.device_id = ? AND r.observed_at > ? AND r.observed_at <= ? AND r.flags & ? = 0
                  AND to_jsonb(r) ->> ? IS NOT NULL
                ORDER BY r.observed_at DESC LIMIT 1""".formatted(alert.path("table_name").asText()), column,
                alert.path("device_id").asText(), now.minusSeconds(LOOK_BACK_S), now.plusSeconds(AHEAD_S), NOT_GOOD,
                column);
    }

    private static final long LOOK_BACK_S = 7 * 86_400L;
    private static final long AHEAD_S = 120;

    /** The lowest band of the device's post that is valid now, millimetres. */
    private static Optional<Double> band(Connection connection, ObjectNode alert, Instant now) throws SQLException {
        return Statements.row(connection,
                """
                SELECT min(above_mm)::float8 AS above_mm FROM telemetry.river_threshold
                WHERE post = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)""",
                alert.path("post").textValue(), now, now).filter(row -> row.hasNonNull("above_mm"))
                .map(row -> row.path("above_mm").doubleValue());
    }
}
