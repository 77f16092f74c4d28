package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what table {@code retention} says is old enough and no legal hold covers: whole partitions or chunks, and by
 * bounded deletes what is in none. What alerts refer to is copied aside in the same transaction, and {@code
 * retention_run} gets its proof.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    /** A part of a table that can go as a whole. */
    private record Slice(String table, String name, OffsetDateTime from, OffsetDateTime to) {
    }

    /** What is removed row by row, and up to when. */
    private record Rows(String table, OffsetDateTime before) {
    }

    private final UpkeepConfig config;

    Retention(UpkeepConfig config) {
        this.config = config;
    }

    /** @param connection in auto-commit mode; every partition or delete is a transaction of its own */
    void run(Connection connection, OffsetDateTime now) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Writers queue behind a lock that waits, so it gives up quickly and tries again.
            statement.execute("SET lock_timeout = " + config.lockWithin().toMillis());
        }
        for (Slice slice : slices(connection, now)) {
            remove(connection, slice);
        }
        for (Rows rows : rows(connection, now)) {
            remove(connection, rows);
        }
    }

    private static List<Slice> slices(Connection connection, OffsetDateTime now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT table_name, slice, from_at, to_at
                FROM telemetry.retained JOIN telemetry.retention USING (class), telemetry.slices(table_name)
                WHERE to_at <= ? - keep ORDER BY to_at, table_name""")) {
            select.setObject(1, now);
            try (ResultSet row = select.executeQuery()) {
                List<Slice> slices = new ArrayList<>();
                while (row.next()) {
                    slices.add(new Slice(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class),
                            row.getObject(4, OffsetDateTime.class)));
                }
                return slices;
            }
        }
    }

    private void remove(Connection connection, Slice slice) throws SQLException {
        for (int attempt = 1; !attempted(connection, slice); attempt++) {
            if (attempt == config.dropAttempts()) {
                LOG.atWarn().addKeyValue("slice", slice.name())
                        .log("Too busy to be removed; the next round tries again");
                return;
            }
            // The writers get as long as they had to wait.
            LockSupport.parkNanos(config.lockWithin().toNanos());
        }
    }

    private static boolean attempted(Connection connection, Slice slice) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT telemetry.remove_slice(?, ?, ?, ?)")) {
            call.setString(1, slice.table());
            call.setString(2, slice.name());
            call.setObject(3, slice.from());
            call.setObject(4, slice.to());
            call.execute();
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static List<Rows> rows(Connection connection, OffsetDateTime now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT table_name, telemetry.removed_before(table_name, ?)
                FROM telemetry.retained WHERE telemetry.unsliced(table_name) IS NOT NULL ORDER BY table_name""")) {
            select.setObject(1, now);
            try (ResultSet row = select.executeQuery()) {
                List<Rows> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(new Rows(row.getString(1), row.getObject(2, OffsetDateTime.class)));
                }
                return rows;
            }
        }
    }

    private void remove(Connection connection, Rows rows) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT telemetry.remove_rows(?, ?, ?)")) {
            call.setString(1, rows.table());
            call.setObject(2, rows.before());
            call.setInt(3, config.rowsAtOnce());
            long removed;
            do {
                try (ResultSet row = call.executeQuery()) {
                    row.next();
                    removed = row.getLong(1);
                }
            } while (removed > 0);
        }
    }
}
