package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.Spot;
import id.siaga.commandcenter.unit.UnitState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads who could be sent: units of the asker's kecamatan, and those that are shared. */
record Candidates(Fixes fixes, FieldPolicy policy) {
    /** Where it was longer ago helps nobody. */
    private static final Duration SEEN = Duration.ofHours(12);

    /** Those of {@code units}, ids with commas; all when null. */
    List<Candidate> of(Connection connection, Scope scope, long incidentId, @Nullable String units, Instant now)
            throws SQLException {
        List<ObjectNode> rows = Statements.rows(connection,
                """
                SELECT u.unit_id, u.call_sign, k.name AS kind, k.speed_kmh, to_jsonb(k.categories) AS categories,
                       u.kecamatan_code, u.state, a.incident_id, i.number, i.priority,
                       (SELECT count(*) FROM command.shift_member m WHERE m.shift_id = s.shift_id) AS crew,
                       (SELECT to_jsonb(array_agg(q)) FROM command.shift_member m, unnest(m.qualifications) q
                        WHERE m.shift_id = s.shift_id) AS qualifications,
                       EXISTS (SELECT 1 FROM command.shift_member m JOIN command.shift_member p USING (account_id)
                               WHERE m.shift_id = s.shift_id AND p.ends_at <= m.starts_at
                                 AND p.ends_at > m.starts_at - make_interval(secs => ?)) AS short_rest,
                       EXISTS (SELECT 1 FROM command.incident_alert l JOIN telemetry.alert t USING (alert_id)
                               WHERE l.incident_id = ? AND t.device_id = u.device_id) AS calling
                FROM command.unit u JOIN command.unit_kind k USING (kind)
                LEFT JOIN command.shift s ON s.unit_id = u.unit_id AND s.cancelled_at IS NULL
                                         AND s.starts_at <= ? AND s.ends_at > ?
                LEFT JOIN command.assignment a ON a.unit_id = u.unit_id AND a.cleared_at IS NULL
                LEFT JOIN command.incident i ON i.incident_id = a.incident_id
                WHERE u.active AND (u.shared OR ?::text[] IS NULL OR u.kecamatan_code = ANY (?))
                  AND (?::text IS NULL OR u.unit_id = ANY (string_to_array(?, ',')::bigint[]))
                ORDER BY u.unit_id LIMIT 1000""", (double) policy.restS(), incidentId, now, now, scope.codes(),
                scope.codes(),
                units, units);
        Map<Long, Fix> seen = seen(connection, rows, now);
        return rows.stream().map(row -> candidate(row, Optional.ofNullable(seen.get(row.path("unit_id").longValue()))))
                .toList();
    }

    private Map<Long, Fix> seen(Connection connection, List<ObjectNode> rows, Instant now) throws SQLException {
        String ids = rows.stream().map(row -> row.path("unit_id").asText()).collect(Collectors.joining(","));
        Map<Long, Fix> seen = new HashMap<>();
        for (ObjectNode row : fixes.newest(connection, ids, now.minus(SEEN), now)) {
            seen.put(row.path("unit_id").longValue(), new Fix(Records.instant(row, "at"),
                    new Spot(row.path("latitude").doubleValue(), row.path("longitude").doubleValue())));
        }
        return seen;
    }

    /** {@code unit_id, call_sign, state, at, lat, lng, stale}, of units of this scope only. */
    List<ObjectNode> positions(Connection connection, Scope scope, Instant now) throws SQLException {
        List<ObjectNode> units = Statements.rows(connection,
                """
                SELECT unit_id, call_sign, kind, state FROM command.unit
                WHERE active AND (?::text[] IS NULL OR kecamatan_code = ANY (?)) ORDER BY unit_id LIMIT 1000""",
                scope.codes(),
                scope.codes());
        Map<Long, Fix> seen = seen(connection, units, now);
        return units.stream().flatMap(unit -> Optional.ofNullable(seen.get(unit.path("unit_id").longValue()))
                .map(fix -> placed(unit, fix, now)).stream()).toList();
    }

    private ObjectNode placed(ObjectNode unit, Fix fix, Instant now) {
        return unit.put("at", fix.at().toString()).put("lat", fix.spot().latitude())
                .put("lng", fix.spot().longitude()).put("stale", fix.at().isBefore(now.minus(policy.stale())));
    }

    private static Candidate candidate(ObjectNode row, Optional<Fix> last) {
        return new Candidate(row.path("unit_id").longValue(), row.path("call_sign").asText(),
                new Candidate.Kind(row.path("kind").asText(), row.path("speed_kmh").doubleValue(),
                        words(row.path("categories"))),
                Optional.ofNullable(row.path("kecamatan_code").textValue()),
                UnitState.valueOf(row.path("state").asText()),
                new Candidate.Crew(row.path("crew").intValue(), words(row.path("qualifications"))),
                row.path("short_rest").booleanValue(), errand(row), row.path("calling").booleanValue(), last);
    }

    private static Optional<Candidate.Errand> errand(ObjectNode row) {
        return row.path("incident_id").isNumber()
                ? Optional.of(new Candidate.Errand(row.path("incident_id").longValue(), row.path("number").asText(),
                        Priority.valueOf(row.path("priority").asText())))
                : Optional.empty();
    }

    static Set<String> words(JsonNode array) {
        Set<String> words = new HashSet<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }
}
