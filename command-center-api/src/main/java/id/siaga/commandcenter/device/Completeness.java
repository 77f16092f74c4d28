package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much of what a device sent has come, hour by hour of event time and over all hours. A device that numbers its
 * messages is judged by its numbers alone: what was lost in a silence is counted once, where the number jumps. One that
 * does not is judged by the interval it is registered with or announces; else nobody knows. Nor does anybody for hours
 * before it was registered or first heard, and for those whose counts are no longer kept.
 */
public record Completeness(Database database) {
    private static final String DEVICE = """
                                         SELECT d.device_id, d.kind, coalesce(d.interval_s, s.interval_s) AS interval_s
                                         FROM telemetry.device d LEFT JOIN telemetry.device_state s USING (device_id) WHERE d.device_id = ?""";

    private static final String JUDGED = """
                                         WITH device AS (
                                             SELECT d.device_id, coalesce(d.interval_s, s.interval_s) AS interval_s, ?::timestamptz AS now,
                                                 EXISTS (SELECT FROM telemetry.sequence_session q
                                                     WHERE q.device_id = d.device_id AND q.session > 0) AS counts,
                                                 least(d.registered_at, (SELECT min(h.hour) FROM telemetry.sequence_hour h
                                                     WHERE h.device_id = d.device_id)) AS since,
                                                 coalesce((SELECT max(to_at) FROM telemetry.retention_run
                                                     WHERE table_name = 'sequence_hour'), '-infinity') AS kept_from
                                             FROM telemetry.device d LEFT JOIN telemetry.device_state s USING (device_id) WHERE d.device_id = ?),
                                         asked AS (
                                             SELECT device.*, hour, least(hour + interval '1 hour', now) AS ends,
                                                 greatest(0, extract(epoch FROM least(hour + interval '1 hour', now) - greatest(hour, since)))
                                                     AS seconds
                                             FROM device, generate_series(date_trunc('hour', ?::timestamptz),
                                                 ?::timestamptz - interval '1 microsecond', interval '1 hour') AS hour),
                                         counted AS (
                                             SELECT a.hour, ends, seconds, interval_s, counts,
                                                 h.hour IS NOT NULL OR (seconds > 0 AND a.hour >= kept_from) AS known,
                                                 coalesce(h.numbers, 0) AS numbers, coalesce(h.missing, 0) AS missing,
                                                 coalesce(h.duplicates, 0) AS duplicates, coalesce(h.late, 0) AS late,
                                                 coalesce(h.samples, 0) AS samples, coalesce(h.clock_skewed, 0) AS clock_skewed
                                             FROM asked a LEFT JOIN telemetry.sequence_hour h USING (device_id, hour)),
                                         based AS (
                                             SELECT *, CASE WHEN NOT known THEN NULL WHEN counts THEN 'sequence'
                                                 WHEN interval_s > 0 THEN 'interval' END AS basis FROM counted),
                                         judged AS (
                                             SELECT *, CASE basis WHEN 'sequence' THEN numbers + missing
                                                     WHEN 'interval' THEN floor(seconds / interval_s)::bigint END AS expected,
                                                 CASE basis WHEN 'sequence' THEN numbers ELSE samples END AS received,
                                                 CASE WHEN known THEN numbers + missing + duplicates + samples = 0 END AS silent
                                             FROM based)
                                         """;

    private static final String HOURS = """
                                        SELECT hour, basis, expected, received,
                                            CASE basis WHEN 'sequence' THEN missing WHEN 'interval' THEN greatest(0, expected - received) END
                                                AS missing,
                                            duplicates, late, clock_skewed, silent,
                                            CASE WHEN expected > 0 THEN round(100.0 * least(received, expected) / expected, 2)::float8 END
                                                AS completeness_pct
                                        FROM judged ORDER BY hour""";

    /** Of all hours an interval gives whole messages, of each alone it may give none. */
    private static final String OVERALL = """
                                          , added AS (
                                              SELECT max(basis) AS basis, sum(missing)::bigint AS missing, sum(received)::bigint AS received,
                                                  CASE max(basis) WHEN 'sequence' THEN sum(expected)::bigint
                                                      WHEN 'interval' THEN floor(sum(seconds) / max(interval_s))::bigint END AS expected,
                                                  count(*) FILTER (WHERE silent) AS silent_hours,
                                                  max(ends) FILTER (WHERE basis = 'interval' OR (basis = 'sequence' AND numbers > 0))
                                                      AS known_until
                                              FROM judged WHERE known)
                                          SELECT basis, expected, coalesce(received, 0) AS received,
                                              CASE basis WHEN 'sequence' THEN missing WHEN 'interval' THEN greatest(0, expected - received) END
                                                  AS missing,
                                              silent_hours, known_until,
                                              CASE WHEN expected > 0 THEN round(100.0 * least(received, expected) / expected, 2)::float8 END
                                                  AS completeness_pct
                                          FROM added""";

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
            Object[] asked = {now, deviceId, from, to};
            List<ObjectNode> hours = database.rows(JUDGED + HOURS, asked);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("device_id", deviceId).put("from", from.toString()).put("to", to.toString())
                    .put("interval_s", interval);
            answer.set("overall", database.rows(JUDGED + OVERALL, asked).getFirst());
            answer.putArray("hours").addAll(hours);
            answer.putArray("missing_ranges").addAll(database.rows(GAPS, deviceId));
            answer.putArray("sessions").addAll(database.rows(SESSIONS, deviceId));
            return answer;
        });
    }
}
