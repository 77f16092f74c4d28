package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.unit.Stay.Source;
import id.siaga.commandcenter.unit.UnitRecord;
import id.siaga.commandcenter.unit.UnitState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what decides a unit's state from an instant on. */
final class Records {

    private Records() {
    }

    static UnitRecord since(Connection connection, long unitId, Instant from) throws SQLException {
        return new UnitRecord(duty(connection, unitId, from), errands(connection, unitId, from),
                overrides(connection, unitId, from));
    }

    private static List<UnitRecord.Span> duty(Connection connection, long unitId, Instant from) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT starts_at, least(ends_at, cancelled_at) AS ends_at FROM command.shift
                WHERE unit_id = ? AND coalesce(cancelled_at, 'infinity') > starts_at
                  AND least(ends_at, cancelled_at) >= ? ORDER BY starts_at LIMIT 100""", unitId, from).stream()
                .map(row -> new UnitRecord.Span(instant(row, "starts_at"), instant(row, "ends_at")))
                .toList();
    }

    private static List<UnitRecord.ByHand> overrides(Connection connection, long unitId, Instant from)
            throws SQLException {
        return Statements
                .rows(connection, """
                                  SELECT at, until, state FROM command.unit_override
                                  WHERE unit_id = ? AND until >= ? ORDER BY at DESC LIMIT 1000""", unitId, from)
                .stream().map(row -> new UnitRecord.ByHand(instant(row, "at"), instant(row, "until"),
                        UnitState.valueOf(row.path("state").asText())))
                .toList();
    }

    private static List<UnitRecord.Errand> errands(Connection connection, long unitId, Instant from)
            throws SQLException {
        return Statements.rows(connection, """
                                           SELECT * FROM command.assignment
                                           WHERE unit_id = ? AND coalesce(cleared_at, 'infinity') >= ?
                                           ORDER BY assigned_at DESC LIMIT 100""", unitId, from).stream()
                .map(Records::errand).toList();
    }

    private static UnitRecord.Errand errand(ObjectNode row) {
        List<Instant> actions = new ArrayList<>();
        for (String said : new String[]{"accepted_at", "said_en_route_at", "said_on_scene_at"}) {
            time(row, said).ifPresent(actions::add);
        }
        return new UnitRecord.Errand(instant(row, "assigned_at"), step(row, "en_route_at", "gps_en_route_at"),
                step(row, "on_scene_at", "gps_on_scene_at"), time(row, "cleared_at"), actions);
    }

    private static Optional<UnitRecord.Step> step(JsonNode row, String name, String seen) {
        return time(row, name).map(at -> new UnitRecord.Step(at,
                time(row, seen).equals(Optional.of(at)) ? Source.GPS : Source.DISPATCH));
    }

    static Optional<Instant> time(JsonNode row, String name) {
        return Optional.ofNullable(row.path(name).textValue()).map(Instant::parse);
    }

    static Instant instant(JsonNode row, String name) {
        return Instant.parse(row.path(name).asText());
    }
}
