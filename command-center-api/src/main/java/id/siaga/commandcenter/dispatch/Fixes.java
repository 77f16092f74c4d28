package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.Spot;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Quality;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Positions that count: from the unit's tracker as ingest stored them, or from an officer's phone. A fix of bad
 * quality, one repeated by its device as the last known, a jump, and one too vague do not.
 */
record Fixes(FieldPolicy policy) {
    private static final int UNUSABLE = Flag.bits(Flag.STALE, Flag.RETAINED, Flag.JUMP, Flag.CLOCK_BAD)
            | Flag.bits(Arrays.stream(Flag.values()).filter(flag -> flag.quality() == Quality.BAD)
                    .toArray(Flag[]::new));

    /** The earliest in [from, to], of one unit. */
    List<Fix> of(Connection connection, long unitId, Instant from, Instant to) throws SQLException {
        return Statements.rows(connection, """
                                           SELECT g.observed_at, g.latitude, g.longitude
                                           FROM command.unit u JOIN telemetry.gps_position g USING (device_id)
                                           WHERE u.unit_id = ? AND g.observed_at BETWEEN ? AND ? AND g.flags & ? = 0
                                             AND g.latitude IS NOT NULL AND coalesce(g.accuracy_m, 0) <= ?
                                           UNION ALL
                                           SELECT observed_at, latitude, longitude FROM command.unit_position
                                           WHERE unit_id = ? AND observed_at BETWEEN ? AND ? AND accuracy_m <= ?
                                           ORDER BY 1 LIMIT ?""", unitId, from, to, UNUSABLE, policy.accuracyM(),
                unitId, from, to, policy.accuracyM(), policy.fixes()).stream().map(Fixes::fix).toList();
    }

    private static Fix fix(ObjectNode row) {
        return new Fix(Instant.parse(row.path("observed_at").asText()),
                new Spot(row.path("latitude").doubleValue(), row.path("longitude").doubleValue()));
    }

    /** The newest of each of these units since {@code since}: {@code unit_id, at, latitude, longitude}. */
    List<ObjectNode> newest(Connection connection, String units, Instant since, Instant to) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT u.unit_id, n.observed_at AS at, n.latitude, n.longitude
                FROM command.unit u CROSS JOIN LATERAL (
                    (SELECT observed_at, latitude, longitude FROM telemetry.gps_position g
                     WHERE g.device_id = u.device_id AND g.observed_at BETWEEN ? AND ? AND g.flags & ? = 0
                       AND g.latitude IS NOT NULL AND coalesce(g.accuracy_m, 0) <= ?
                     ORDER BY g.observed_at DESC LIMIT 1)
                    UNION ALL
                    (SELECT observed_at, latitude, longitude FROM command.unit_position p
                     WHERE p.unit_id = u.unit_id AND p.observed_at BETWEEN ? AND ? AND p.accuracy_m <= ?
                     ORDER BY p.observed_at DESC LIMIT 1)
                    ORDER BY 1 DESC LIMIT 1) n
                WHERE u.unit_id = ANY (string_to_array(?, ',')::bigint[])""", since, to, UNUSABLE, policy.accuracyM(),
                since, to, policy.accuracyM(), units);
    }
}
