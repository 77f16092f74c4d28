package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much of what a device sent has come, hour by hour of event time. A device that numbers its messages is judged by
 * its numbers; one that does not, by the interval it is registered with or announces; else nobody knows.
 */
public record Completeness(Database database) {
    private static final String DEVICE = """
                                         SELECT d.device_id, d.kind, coalesce(d.interval_s, s.interval_s) AS interval_s
                                         FROM telemetry.device d LEFT JOIN telemetry.device_state s USING (device_id) WHERE d.device_id = ?""";

    private static final String HOURS = """
                                        WITH asked AS (
                                            SELECT generate_series(date_trunc('hour', ?::timestamptz), ?::timestamptz - interval '1 microsecond',
                                                interval '1 hour') AS hour),
                                        counted AS (
                                            SELECT a.hour, coalesce(h.numbers, 0) AS numbers, coalesce(h.missing, 0) AS missing,
                                                coalesce(h.duplicates, 0) AS duplicates, coalesce(h.late, 0) AS late,
                                                coalesce(h.samples, 0) AS samples, coalesce(h.clock_skewed, 0) AS clock_skewed,
                                                CASE WHEN h.numbers + h.missing > 0 THEN 'sequence' WHEN ?::int > 0 THEN 'interval' END AS basis,
                                                greatest(0, extract(epoch FROM least(a.hour + interval '1 hour', ?::timestamptz) - a.hour))
                                                    AS seconds
                                            FROM asked a LEFT JOIN telemetry.sequence_hour h ON h.device_id = ? AND h.hour = a.hour),
                                        judged AS (
                                            SELECT *, CASE basis WHEN 'sequence' THEN numbers + missing
                                                    WHEN 'interval' THEN floor(seconds / ?::int)::bigint END AS expected,
                                                CASE basis WHEN 'sequence' THEN numbers ELSE samples END AS received
                                            FROM counted)
                                        SELECT hour, basis, expected, received,
                                            CASE basis WHEN 'sequence' THEN missing WHEN 'interval' THEN greatest(0, expected - received) END
                                                AS missing,
                                            duplicates, late, clock_skewed,
                                            CASE WHEN expected > 0 THEN round(100.0 * least(received, expected) / expected, 2)::float8 END
                                                AS completeness_pct
                                        FROM judged ORDER BY hour""";

    private static final String GAPS = """
                                       SELECT session, from_number AS "from", to_number AS "to", to_number - from_number + 1 AS numbers,
                                           opened_at
                                       FROM telemetry.sequence_gap WHERE device_id = ? ORDER BY session DESC, from_number""";

    private static final String SESSIONS = """
                                           SELECT session, began_at, first_number AS first, highest_number AS highest,
                                               nullif(counter_bits, 0) AS counter_bits,
                                               highest_number - first_number + 1 - missing - lost AS received, missing, lost
                                           FROM telemetry.sequence_session WHERE device_id = ? AND session > 0 ORDER BY session DESC""";

    /** Hours from that of {@code from} up to {@code to}; empty when there is no such device. */
    public Optional<ObjectNode> of(String deviceId, Instant from, Instant to, Instant now) {
        return database.row(DEVICE, deviceId).map(device -> {
            Integer interval = device.path("interval_s").isNull() ? null : device.path("interval_s").asInt();
            List<ObjectNode> hours = database.rows(HOURS, from, to, interval, now, deviceId, interval);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("device_id", deviceId).put("from", from.toString()).put("to", to.toString())
                    .put("interval_s", interval);
            answer.putArray("hours").addAll(hours);
            answer.putArray("missing_ranges").addAll(database.rows(GAPS, deviceId));
            answer.putArray("sessions").addAll(database.rows(SESSIONS, deviceId));
            return answer;
        });
    }
}
