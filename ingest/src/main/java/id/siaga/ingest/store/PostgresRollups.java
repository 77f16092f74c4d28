package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * Computes the buckets that {@link RollupMarks} left marks for. A mark is taken one refresh later: by then every
 * transaction that was under way at the last refresh, and might have trusted it, must have ended.
 */
final class PostgresRollups implements Rollups {

    /** A moment by the database's clock, and the first transaction that had not begun then. */
    private record Fence(OffsetDateTime at, long firstLater) {
    }

    private final UpkeepConfig config;
    private @Nullable Fence raised;

    PostgresRollups(UpkeepConfig config) {
        this.config = config;
    }

    @Override
    public void refresh(Connection connection) throws SQLException {
        Fence fence = raised;
        if (fence == null) {
            raised = raise(connection);
        } else if (passed(connection, fence)) {
            catchUp(connection, fence.at());
            raised = raise(connection);
        }
    }

    private static Fence raise(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT clock_timestamp(), pg_snapshot_xmax(pg_current_snapshot())::text::bigint")) {
            row.next();
            return new Fence(row.getObject(1, OffsetDateTime.class), row.getLong(2));
        }
    }

    private static boolean passed(Connection connection, Fence fence) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")) {
            row.next();
            return row.getLong(1) >= fence.firstLater();
        }
    }

    private void catchUp(Connection connection, OffsetDateTime fence) throws SQLException {
        OffsetDateTime minutesBefore = fence.minus(config.rollUpAfter());
        // Finer before coarser: what is computed marks the coarser bucket it is in.
        for (String rollup : Rollups.names(connection)) {
            rollUp(connection, rollup, fence.minus(RollupMarks.SETTLED), minutesBefore);
            advance(connection, rollup, minutesBefore);
        }
    }

    private void rollUp(Connection connection, String rollup, OffsetDateTime settled, OffsetDateTime minutesBefore)
            throws SQLException {
        try (PreparedStatement step = connection.prepareStatement("SELECT telemetry.roll_up(?, ?, ?, ?)")) {
            step.setString(1, rollup);
            step.setObject(2, settled);
            step.setObject(3, minutesBefore);
            step.setInt(4, config.bucketsAtOnce());
            int taken;
            do {
                try (ResultSet row = step.executeQuery()) {
                    row.next();
                    taken = row.getInt(1);
                }
            } while (taken > 0);
        }
    }

    private void advance(Connection connection, String rollup, OffsetDateTime minutesBefore) throws SQLException {
        try (PreparedStatement advance = connection
                .prepareStatement("SELECT telemetry.advance_rollup(?, ?, ? * interval '1 second')")) {
            advance.setString(1, rollup);
            advance.setObject(2, minutesBefore);
            advance.setLong(3, config.patience().toSeconds());
            advance.execute();
        }
    }
}
