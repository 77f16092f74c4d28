package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.util.List;

/** The names a device has besides its id: what networks and makers call it. */
public record Aliases(Database database) {

    public List<ObjectNode> of(String deviceId) {
        return database.rows("SELECT alias, added_at FROM telemetry.device_alias WHERE device_id = ? ORDER BY alias",
                deviceId);
    }

    /** Whether a text can be a name at all. */
    public static boolean isName(String text) {
        return Alias.NAME.matcher(text).matches();
    }

    /** Gives a device a name, as often as asked; false when it means another device. */
    public boolean add(String deviceId, String name) {
        String alias = Alias.spelled(name);
        return database.transaction(connection -> {
            // Whoever came under that name before was this device, not yet known as such.
            Statements.execute(connection,
                    "DELETE FROM telemetry.device WHERE device_id = ? AND status = 'unclaimed'", alias);
            Statements.execute(connection,
                    """
                    INSERT INTO telemetry.device_alias (alias, device_id)
                    SELECT ?, ? WHERE NOT EXISTS (SELECT FROM telemetry.device WHERE device_id = ?)
                    ON CONFLICT (alias) DO NOTHING""", alias, deviceId, alias);
            return Statements.row(connection,
                    "SELECT 1 AS one FROM telemetry.device_alias WHERE alias = ? AND device_id = ?", alias, deviceId)
                    .isPresent();
        });
    }

    /** Takes a name away; false when the device did not have it. */
    public boolean remove(String deviceId, String name) {
        return database.execute("DELETE FROM telemetry.device_alias WHERE alias = ? AND device_id = ?",
                Alias.spelled(name), deviceId) > 0;
    }
}
