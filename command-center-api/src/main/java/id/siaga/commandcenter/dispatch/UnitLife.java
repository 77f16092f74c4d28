package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.commandcenter.unit.Journey;
import id.siaga.commandcenter.unit.Spot;
import id.siaga.commandcenter.unit.Stay;
import id.siaga.commandcenter.unit.UnitRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings a unit's state and history up to what is known of it, and moves its incident along. */
record UnitLife(Fixes fixes, IncidentMoves moves, StreamLog stream, FieldPolicy policy, Clock clock) {
    /** History before this is not judged again, unless an assignment goes on for longer. */
    private static final Duration SETTLED = Duration.ofDays(7);

    /** The caller has locked the incident the unit is sent to, if any, and the unit. */
    void judge(Connection connection, long unitId, String actor) throws SQLException {
        Instant now = now();
        Optional<ObjectNode> errand = Statements.row(connection,
                """
                SELECT a.assignment_id, a.incident_id, a.assigned_at, u.base_latitude, u.base_longitude, i.latitude,
                       i.longitude, s.last_received_at
                FROM command.assignment a JOIN command.incident i USING (incident_id)
                JOIN command.unit u USING (unit_id) LEFT JOIN telemetry.device_state s USING (device_id)
                WHERE a.unit_id = ? AND a.cleared_at IS NULL""", unitId);
        if (errand.isPresent()) {
            follow(connection, unitId, errand.get(), now);
        }
        Instant from = from(connection, unitId, now);
        UnitRecord record = Records.since(connection, unitId, from);
        boolean changed = write(connection, unitId, record.history(from, now), now);
        Instant next = record.next(now);
        Statements.execute(connection,
                "UPDATE command.unit SET judge_at = coalesce(?::timestamptz, 'infinity') WHERE unit_id = ?",
                next.equals(Instant.MAX) ? null : next, unitId);
        if (errand.isPresent()) {
            moveIncident(connection, errand.get().path("incident_id").longValue(), record.at(now), actor);
        }
        if (changed) {
            publish(connection, unitId);
        }
    }

    /** As fine as the database keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void follow(Connection connection, long unitId, ObjectNode errand, Instant now) throws SQLException {
        Instant sent = Records.instant(errand, "assigned_at");
        Journey journey = Journey.of(
                new Journey.Errand(sent, spot(errand, "base_latitude", "base_longitude"),
                        spot(errand, "latitude", "longitude")),
                fixes.of(connection, unitId, sent.minus(policy.stale()), now), policy.journey());
        Statements.execute(connection,
                """
                UPDATE command.assignment SET gps_en_route_at = ?, gps_on_scene_at = ?,
                    heard_at = coalesce(?::timestamptz, heard_at)
                WHERE assignment_id = ?""", journey.departed().orElse(null), journey.arrived().orElse(null),
                errand.path("last_received_at").textValue(), errand.path("assignment_id").longValue());
    }

    private static Optional<Spot> spot(ObjectNode row, String latitude, String longitude) {
        return row.path(latitude).isNumber()
                ? Optional.of(new Spot(row.path(latitude).doubleValue(), row.path(longitude).doubleValue()))
                : Optional.empty();
    }

    /** Since it was sent, or since it was free again: what was before is settled. */
    private static Instant from(Connection connection, long unitId, Instant now) throws SQLException {
        return Records.time(Statements.only(connection,
                """
                SELECT coalesce(
                    (SELECT assigned_at FROM command.assignment WHERE unit_id = ? AND cleared_at IS NULL),
                    greatest(?, (SELECT max(cleared_at) FROM command.assignment WHERE unit_id = ?),
                        (SELECT min(at) FROM command.unit_state WHERE unit_id = ?))) AS at""",
                unitId, now.minus(SETTLED), unitId, unitId), "at").orElse(now);
    }

    private boolean write(Connection connection, long unitId, List<Stay> history, Instant now) throws SQLException {
        Instant from = history.getFirst().since();
        String before = Statements.row(connection,
                "SELECT state FROM command.unit_state WHERE unit_id = ? AND at < ? ORDER BY at DESC LIMIT 1", unitId,
                from).map(row -> row.path("state").asText()).orElse("");
        List<Stay> kept = history.stream()
                .filter(stay -> !(stay.since().equals(from) && stay.state().name().equals(before))).toList();
        String[] instants = kept.stream().map(stay -> stay.since() + " " + stay.state()).toArray(String[]::new);
        Statements.execute(connection,
                """
                DELETE FROM command.unit_state h WHERE unit_id = ? AND at >= ? AND NOT EXISTS
                    (SELECT 1 FROM unnest(?) k WHERE split_part(k, ' ', 1)::timestamptz = h.at
                                                 AND split_part(k, ' ', 2) = h.state)""", unitId, from, instants);
        for (Stay stay : kept) {
            Statements.execute(connection,
                    """
                    INSERT INTO command.unit_state VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", unitId,
                    stay.since(), stay.state().name(), word(stay), now);
        }
        return show(connection, unitId, history.getLast());
    }

    private static boolean show(Connection connection, long unitId, Stay present) throws SQLException {
        return Statements.execute(connection,
                """
                UPDATE command.unit u SET state = p.state, state_source = p.source, state_since = p.since
                FROM (SELECT ? AS state, ? AS source, max(at) AS since FROM command.unit_state WHERE unit_id = ?) p
                WHERE u.unit_id = ?
                  AND (u.state, u.state_source, u.state_since) IS DISTINCT FROM (p.state, p.source, p.since)""",
                present.state().name(), word(present), unitId, unitId) == 1;
    }

    private static String word(Stay stay) {
        return stay.source().name().toLowerCase(Locale.ROOT);
    }

    private void moveIncident(Connection connection, long incidentId, Stay stay, String actor) throws SQLException {
        String note = "satuan %s".formatted(stay.source() == Stay.Source.GPS ? "menurut GPS" : "menurut petugas");
        switch (stay.state()) {
            case MENUJU -> moves.to(connection, incidentId, IncidentState.MENUJU_LOKASI, actor, note);
            case DI_LOKASI -> {
                moves.to(connection, incidentId, IncidentState.MENUJU_LOKASI, actor, note);
                moves.to(connection, incidentId, IncidentState.DI_LOKASI, actor, note);
            }
            case SIAGA, DITUGASKAN, ISTIRAHAT, LUAR_DINAS -> {
                // The incident waits where it is.
            }
        }
    }

    private void publish(Connection connection, long unitId) throws SQLException {
        ObjectNode unit = Statements.only(connection,
                """
                SELECT u.id, u.call_sign, u.kind, u.kecamatan_code, u.state, u.state_since, u.state_source, a.incident_id
                FROM command.unit_json u
                LEFT JOIN command.assignment a ON a.unit_id = u.id AND a.cleared_at IS NULL WHERE u.id = ?""",
                unitId);
        stream.append(connection, "unit", unit);
    }
}
