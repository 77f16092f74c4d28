package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Reads devices' accounts: their last two sessions with what is missing from them. */
record LedgerReader(SequencePolicy policy) {

    private record Key(String deviceId, long session) {
    }

    /** One account for each id, empty when nothing is known. */
    List<DeviceAccount> read(Connection connection, Collection<String> deviceIds) throws SQLException {
        Map<String, List<Session>> sessions = new LinkedHashMap<>();
        Map<String, Long> through = new HashMap<>();
        deviceIds.forEach(id -> sessions.put(id, new ArrayList<>()));
        Map<Key, List<Gap>> gaps = gaps(connection, deviceIds);
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT known.device_id, session, began_at, first_number, highest_number, counter_bits, missing, lost,
                    device_began_at, device_time, message_id
                FROM unnest(?::text[]) AS asked (device_id)
                CROSS JOIN LATERAL (SELECT * FROM telemetry.sequence_session AS each
                    WHERE each.device_id = asked.device_id ORDER BY session DESC LIMIT 2) AS known
                ORDER BY session DESC""")) {
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String deviceId = row.getString("device_id");
                    through.merge(deviceId, row.getLong("message_id"), Math::max);
                    if (row.getLong("session") > 0) {
                        Key key = new Key(deviceId, row.getLong("session"));
                        sessions.getOrDefault(deviceId, new ArrayList<>())
                                .add(new Session(session(row), gaps.getOrDefault(key, List.of())));
                    }
                }
            }
        }
        return sessions.entrySet().stream().map(
                each -> account(each.getKey(), each.getValue(), through.getOrDefault(each.getKey(), 0L))).toList();
    }

    private DeviceAccount account(String deviceId, List<Session> newestFirst, long through) {
        Session current = newestFirst.isEmpty() ? null : newestFirst.get(0);
        Session previous = newestFirst.size() < 2 ? null : newestFirst.get(1);
        return new DeviceAccount(deviceId, new Track(policy, current, previous), through);
    }

    private static Session.Row session(ResultSet row) throws SQLException {
        return new Session.Row(row.getLong("session"), instant(row, "began_at"), row.getLong("first_number"),
                row.getLong("highest_number"), row.getInt("counter_bits"), row.getLong("missing"),
                row.getLong("lost"), nullable(row, "device_began_at"), nullable(row, "device_time"));
    }

    private static Map<Key, List<Gap>> gaps(Connection connection, Collection<String> deviceIds) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT device_id, session, from_number, to_number, observed_at, opened_at
                                  FROM telemetry.sequence_gap WHERE device_id = ANY(?)""")) {
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                Map<Key, List<Gap>> gaps = new HashMap<>();
                while (row.next()) {
                    gaps.computeIfAbsent(new Key(row.getString(1), row.getLong(2)), key -> new ArrayList<>())
                            .add(new Gap(row.getLong(3), row.getLong(4), instant(row, "observed_at"),
                                    instant(row, "opened_at")));
                }
                return gaps;
            }
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
