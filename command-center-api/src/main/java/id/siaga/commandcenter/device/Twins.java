package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.util.Optional;

/** How a device should be set, how it says it is, and what of the first is not yet so. */
public record Twins(Database database) {
    private static final String SELECT = """
                                         SELECT d.device_id, coalesce(t.desired, '{}') AS desired,
                                             coalesce(t.desired_version, 0) AS desired_version, t.desired_by, t.desired_at,
                                             coalesce(t.reported, '{}') AS reported,
                                             coalesce(t.reported_version, 0) AS reported_version, t.reported_at,
                                             (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(t.desired)
                                              WHERE t.reported -> key IS DISTINCT FROM value) AS differing
                                         FROM telemetry.device d LEFT JOIN telemetry.device_twin t USING (device_id)
                                         WHERE d.device_id = ?""";

    public Optional<ObjectNode> of(String deviceId) {
        return database.row(SELECT, deviceId);
    }

    /** Merges into what is desired if that is still of {@code version}; empty when it is not. */
    public Optional<ObjectNode> desire(String deviceId, long version, ObjectNode patch, String user) {
        return database.transaction(connection -> {
            Statements.execute(connection,
                    "INSERT INTO telemetry.device_twin (device_id) VALUES (?) ON CONFLICT DO NOTHING", deviceId);
            ObjectNode before = Statements.only(connection, SELECT + " FOR NO KEY UPDATE OF d", deviceId);
            if (before.path("desired_version").longValue() != version) {
                return Optional.empty();
            }
            Statements.execute(connection,
                    """
                    UPDATE telemetry.device_twin SET desired = ?::jsonb, desired_version = desired_version + 1,
                        desired_by = ?, desired_at = now()
                    WHERE device_id = ?""",
                    MergePatch.merged(before.path("desired"), patch).toString(), user, deviceId);
            return Statements.row(connection, SELECT, deviceId);
        });
    }
}
