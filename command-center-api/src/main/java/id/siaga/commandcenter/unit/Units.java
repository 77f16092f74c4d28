package id.siaga.commandcenter.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The register of units. */
public record Units(Database database) {

    /** Null means: any. */
    public record Filter(@Nullable String state, @Nullable String kecamatan, @Nullable Boolean active, long before,
            int limit) {
    }

    public List<ObjectNode> units(Scope scope, Filter filter) {
        return database.rows("""
                             SELECT * FROM command.unit_json
                             WHERE id < ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))
                               AND (?::text IS NULL OR state = ?) AND (?::text IS NULL OR kecamatan_code = ?)
                               AND (?::boolean IS NULL OR active = ?)
                             ORDER BY id DESC LIMIT ?""", filter.before(), scope.codes(), scope.codes(),
                filter.state(), filter.state(), filter.kecamatan(), filter.kecamatan(), filter.active(),
                filter.active(), filter.limit());
    }

    /** Empty also when it is of another kecamatan. */
    public Optional<ObjectNode> unit(Scope scope, long id) {
        return database.row("""
                            SELECT * FROM command.unit_json
                            WHERE id = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))""", id, scope.codes(),
                scope.codes());
    }

    public List<ObjectNode> history(long id, int limit) {
        return database.rows("""
                             SELECT at, state, source, recorded_at FROM command.unit_state
                             WHERE unit_id = ? ORDER BY at DESC LIMIT ?""", id, limit);
    }

    public boolean isKind(String kind) {
        return database.row("SELECT 1 FROM command.unit_kind WHERE kind = ?", kind).isPresent();
    }

    public boolean isTracker(String device) {
        return database.row("""
                            SELECT 1 FROM telemetry.device
                            WHERE device_id = ? AND kind = 'gps' AND status = 'active'""", device).isPresent();
    }

    public ObjectNode register(UnitSpec spec) {
        return database.transaction(connection -> {
            long id = Statements.only(connection,
                    """
                    INSERT INTO command.unit (call_sign, kind, kecamatan_code, shared, base_latitude, base_longitude,
                        device_id, active)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING unit_id""", spec.callSign(), spec.kind(),
                    spec.kecamatan().orElse(null), spec.shared(), spec.base().map(Spot::latitude).orElse(null),
                    spec.base().map(Spot::longitude).orElse(null), spec.tracker().orElse(null), spec.active())
                    .path("unit_id").longValue();
            Statements.execute(connection, """
                                           INSERT INTO command.unit_state
                                           SELECT unit_id, state_since, state, state_source, now()
                                           FROM command.unit WHERE unit_id = ?""", id);
            return one(connection, id);
        });
    }

    /** Empty when it is not at {@code version} any more. */
    public Optional<ObjectNode> change(Scope scope, long id, long version, UnitSpec spec) {
        return database.transaction(connection -> {
            int changed = Statements.execute(connection,
                    """
                    UPDATE command.unit SET call_sign = ?, kind = ?, kecamatan_code = ?, shared = ?, base_latitude = ?,
                        base_longitude = ?, device_id = ?, active = ?, version = version + 1, judge_at = '-infinity'
                    WHERE unit_id = ? AND version = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?))""",
                    spec.callSign(), spec.kind(), spec.kecamatan().orElse(null), spec.shared(),
                    spec.base().map(Spot::latitude).orElse(null), spec.base().map(Spot::longitude).orElse(null),
                    spec.tracker().orElse(null), spec.active(), id, version, scope.codes(), scope.codes());
            return changed == 1 ? Optional.of(one(connection, id)) : Optional.empty();
        });
    }

    private static ObjectNode one(Connection connection, long id) throws SQLException {
        return Statements.only(connection, "SELECT * FROM command.unit_json WHERE id = ?", id);
    }
}
