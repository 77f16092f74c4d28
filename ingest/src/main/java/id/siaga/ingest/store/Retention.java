package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what table {@code retention} says is old enough and no legal hold covers: whole partitions or chunks, and by
 * bounded deletes what is in none. What alerts refer to is copied aside in the same transaction, and {@code
 * retention_run} gets its proof.
 */
final class Retention {

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

    /** @param connection in auto-commit mode, with a lock_timeout; every partition or delete is a transaction of its own */
    void run(Connection connection, OffsetDateTime now) throws SQLException {
        for (Slice slice : slices(connection, now)) {
            BriefLocks.retry(config, slice.name(), () -> remove(connection, slice));
        }
        for (Rows rows : rows(connection, now)) {
            BriefLocks.retry(config, rows.table(), () -> remove(connection, rows));
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

    private static void remove(Connection connection, Slice slice) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT telemetry.remove_slice(?, ?, ?, ?)")) {
            call.setString(1, slice.table());
            call.setString(2, slice.name());
            call.setObject(3, slice.from());
            call.setObject(4, slice.to());
            call.execute();
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
