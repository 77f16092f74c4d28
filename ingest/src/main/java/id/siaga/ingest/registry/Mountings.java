package id.siaga.ingest.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How each gauge hung, and from when on. Any thread. */
final class Mountings {

    private static final String SELECT = "SELECT device_id, valid_from, mount_mm, zero_mm FROM telemetry.device_calibration";

    private final Map<String, NavigableMap<Instant, Mounting>> versions = new ConcurrentHashMap<>();

    /** The version in force at {@code when}; before the first one nothing else is known, so the first holds. */
    Mounting at(Device device, Instant when) {
        NavigableMap<Instant, Mounting> known = versions.get(device.deviceId());
        if (known == null) {
            return new Mounting(device.mountMm(), device.zeroMm());
        }
        Map.Entry<Instant, Mounting> inForce = known.floorEntry(when);
        return (inForce == null ? known.firstEntry() : inForce).getValue();
    }

    void load(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            Map<String, NavigableMap<Instant, Mounting>> read = read(select);
            versions.putAll(read);
            versions.keySet().retainAll(read.keySet());
        }
    }

    void refresh(Connection connection, Set<String> deviceIds) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE device_id = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            Map<String, NavigableMap<Instant, Mounting>> read = read(select);
            versions.putAll(read);
            versions.keySet().removeIf(id -> deviceIds.contains(id) && !read.containsKey(id));
        }
    }

    /** The maps are whole before anybody sees them and never change afterwards. */
    private static Map<String, NavigableMap<Instant, Mounting>> read(PreparedStatement select) throws SQLException {
        Map<String, NavigableMap<Instant, Mounting>> read = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                read.computeIfAbsent(row.getString("device_id"), id -> new TreeMap<>()).put(
                        row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                        new Mounting(row.getObject("mount_mm", Double.class), row.getObject("zero_mm", Double.class)));
            }
        }
        return read;
    }
}
