package id.siaga.simulator.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What the database has of a device, compared with what its PUBACKs promised. */
record StoredRows(String databaseUrl) {

    private static final String TIMES = """
                                        SELECT (extract(epoch FROM observed_at) * 1000)::bigint FROM telemetry.flood_reading
                                        WHERE device_id = ?""";

    /**
     * How acknowledged and stored compare.
     *
     * @param ackedMissing acknowledged messages without a row
     * @param duplicated rows beyond the first of a message
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Tally(long acked, long stored, long ackedMissing, long duplicated) {

        static final Tally NOTHING = new Tally(0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(acked + other.acked, stored + other.stored, ackedMissing + other.ackedMissing,
                    duplicated + other.duplicated);
        }

        String text() {
            return String.format("acked %,d   stored %,d   acked but missing %d   stored twice %d%n", acked, stored,
                    ackedMissing, duplicated);
        }
    }

    /** What the database is, such as {@code timescaledb 2.22.1}. */
    String store() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        SELECT coalesce((SELECT 'timescaledb ' || extversion FROM pg_extension
                            WHERE extname = 'timescaledb'), 'postgresql ' || current_setting('server_version'))""")) {
            row.next();
            return row.getString(1);
        }
    }

    Tally compare(Iterable<LoadDevice> devices) throws SQLException {
        Tally total = Tally.NOTHING;
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(TIMES)) {
            for (LoadDevice device : devices) {
                select.setString(1, device.deviceId());
                total = total.plus(compare(device.acked().sorted(), stored(select)));
            }
        }
        return total;
    }

    /** Readings of every device but one. */
    long count(String exceptDevice) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT count(*) FROM telemetry.flood_reading WHERE device_id <> ?")) {
            select.setString(1, exceptDevice);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The device times stored for one device, sorted. */
    long[] of(String deviceId) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(TIMES)) {
            select.setString(1, deviceId);
            return stored(select);
        }
    }

    /** Readings whose original bytes are missing, plus messages that no reading or two readings point to. */
    long orphans() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(
                        """
                        SELECT count(*) FROM telemetry.flood_reading r FULL JOIN telemetry.message m USING (message_id)
                        WHERE (r.message_id IS NULL AND m.topic LIKE '%/telemetry') OR m.message_id IS NULL""");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long[] stored(PreparedStatement select) throws SQLException {
        AckedTimes times = new AckedTimes();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                times.add(row.getLong(1));
            }
        }
        return times.sorted();
    }

    static Tally compare(long[] acked, long[] stored) {
        long missing = Arrays.stream(acked).filter(time -> Arrays.binarySearch(stored, time) < 0).count();
        long distinct = Arrays.stream(stored).distinct().count();
        return new Tally(acked.length, stored.length, missing, stored.length - distinct);
    }
}
