package id.siaga.ingest.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Other names of devices, as networks and makers know them: devEUI, IMEI, host name, MAC. Any thread. */
final class Aliases {

    private static final String SELECT = "SELECT alias, device_id FROM telemetry.device_alias";

    private final Map<String, String> deviceOf = new ConcurrentHashMap<>();

    /** The device id behind a name; a name that is no alias stands for itself. */
    String deviceId(String name) {
        return deviceOf.getOrDefault(name, name);
    }

    void load(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            Map<String, String> read = read(select);
            deviceOf.putAll(read);
            deviceOf.keySet().retainAll(read.keySet());
        }
    }

    /**
     * Reads the aliases among {@code names} and those of the devices among them anew.
     *
     * @return the names, and the devices behind them
     */
    Set<String> refresh(Connection connection, Set<String> names) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement(SELECT + " WHERE alias = ANY(?) OR device_id = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", names.toArray()));
            select.setArray(2, connection.createArrayOf("text", names.toArray()));
            Map<String, String> read = read(select);
            deviceOf.putAll(read);
            deviceOf.entrySet().removeIf(each -> !read.containsKey(each.getKey())
                    && (names.contains(each.getKey()) || names.contains(each.getValue())));
            Set<String> meant = new HashSet<>(names);
            meant.addAll(read.values());
            return meant;
        }
    }

    private static Map<String, String> read(PreparedStatement select) throws SQLException {
        Map<String, String> read = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                read.put(row.getString(1), row.getString(2));
            }
        }
        return read;
    }
}
