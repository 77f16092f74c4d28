package id.siaga.simulator.drill;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The tables of the system under drill, as any engineer may read them.
 *
 * @param databaseUrl with user and password
 * @param run what the ids of this run's gauges begin with; other devices' rows are not looked at
 */
record Tables(String databaseUrl, String run) {

    private static final int FETCH = 10_000;

    /** Rows and their content in one number each: equal before and after means that nothing changed. */
    record Checksum(long readings, String readingsSum, long messages, String messagesSum) {
    }

    /** Feeds every row, in the order in which it was stored, to the comparison of its device. */
    void compare(Map<String, Comparison> comparisons) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl)) {
            // Without a transaction the driver would fetch millions of rows at once.
            connection.setAutoCommit(false);
            try (PreparedStatement select = prepare(connection,
                    """
                    SELECT device_id, sequence FROM telemetry.flood_reading
                    WHERE starts_with(device_id, ?) ORDER BY device_id, received_at, message_id""")) {
                select.setFetchSize(FETCH);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        @Nullable
                        Comparison comparison = comparisons.get(row.getString(1));
                        if (comparison != null) {
                            comparison.row(row.getInt(2));
                        }
                    }
                }
            }
        }
    }

    /**
     * What a receipt says: all messages after one number through another are stored.
     *
     * @param afterTime the device time of the first number, which is not included; likewise {@code throughTime}
     */
    record Claim(String deviceId, long after, long through, Instant afterTime, Instant throughTime) {
    }

    /** How many of the claims the tables do not bear out. */
    long unfulfilled(List<Claim> claims) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(
                        """
                        SELECT count(*) FROM unnest(?, ?, ?, ?) AS claim (id, messages, after_time, through_time)
                        WHERE (SELECT count(*) FROM telemetry.flood_reading
                            WHERE device_id = id AND observed_at > after_time AND observed_at <= through_time) < messages""")) {
            select.setArray(1, connection.createArrayOf("text", claims.stream().map(Claim::deviceId).toArray()));
            select.setArray(2, connection.createArrayOf("bigint",
                    claims.stream().map(claim -> claim.through() - claim.after()).toArray()));
            select.setArray(3, times(connection, claims, Claim::afterTime));
            select.setArray(4, times(connection, claims, Claim::throughTime));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Array times(Connection connection, List<Claim> claims, Function<Claim, Instant> which)
            throws SQLException {
        return connection.createArrayOf("timestamptz", claims.stream().map(which).map(Timestamp::from).toArray());
    }

    /** Asks for receipts through a broker, where nobody sees who subscribes. */
    void askForReceipts(List<String> deviceIds) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement update = connection
                        .prepareStatement("UPDATE telemetry.device SET receipts = true WHERE device_id = ANY (?)")) {
            update.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            update.executeUpdate();
        }
    }

    Checksum checksum() throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = prepare(connection,
                        """
                        SELECT r.n, r.sum, m.n, m.sum FROM
                            (SELECT count(*) AS n, sum(hashtextextended(f::text, 0)) AS sum
                             FROM telemetry.flood_reading f WHERE starts_with(device_id, ?)) r,
                            (SELECT count(*) AS n, sum(hashtextextended(t::text, 0)) AS sum
                             FROM telemetry.message t WHERE starts_with(device_id, ?)) m""");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Checksum(row.getLong(1), String.valueOf(row.getString(2)), row.getLong(3),
                    String.valueOf(row.getString(4)));
        }
    }

    /** Readings whose original bytes are missing, plus originals that no reading points to. */
    long orphans() throws SQLException {
        return count("""
                     SELECT count(*) FROM
                         (SELECT message_id FROM telemetry.flood_reading WHERE starts_with(device_id, ?)) r
                         FULL JOIN (SELECT message_id FROM telemetry.message WHERE starts_with(device_id, ?)) m
                         USING (message_id)
                     WHERE r.message_id IS NULL OR m.message_id IS NULL""");
    }

    /** Publications of this run that were put aside; the gauges send nothing that should be. */
    long quarantined() throws SQLException {
        return count("SELECT count(*) FROM telemetry.quarantine WHERE starts_with(topic, 'city/flood/' || ?)");
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

    /** Up to when every one of the gauges is stored; empty when one has no row. */
    Optional<Instant> storedUntil(List<String> deviceIds) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(
                        """
                        SELECT CASE WHEN bool_and(newest IS NOT NULL) THEN min(newest) END
                        FROM unnest(?) AS id, LATERAL
                            (SELECT max(observed_at) AS newest FROM telemetry.flood_reading WHERE device_id = id) last""")) {
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = prepare(connection, sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Every parameter of these statements is the run. */
    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
            statement.setString(i, run);
        }
        return statement;
    }
}
