package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/** Refreshes the continuous aggregates; TimescaleDB's own log tells it which buckets got late data. */
final class TimescaleRollups implements Rollups {

    /** What may be computed: from the last removal of what it is computed from, to the last whole bucket. */
    private record Window(@Nullable OffsetDateTime from, OffsetDateTime to) {
    }

    private final UpkeepConfig config;

    TimescaleRollups(UpkeepConfig config) {
        this.config = config;
    }

    @Override
    public void refresh(Connection connection) throws SQLException {
        for (String rollup : Rollups.names(connection)) {
            Window window = window(connection, rollup);
            refresh(connection, rollup, window);
            refreshed(connection, rollup, window.to());
        }
    }

    private Window window(Connection connection, String rollup) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT telemetry.refreshable_from(rollup), telemetry.refreshable_to(rollup, ? * interval '1 second')
                FROM telemetry.rollup WHERE name = ?""")) {
            select.setLong(1, config.rollUpAfter().toSeconds());
            select.setString(2, rollup);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Window(row.getObject(1, OffsetDateTime.class), row.getObject(2, OffsetDateTime.class));
            }
        }
    }

    private static void refresh(Connection connection, String rollup, Window window) throws SQLException {
        try (PreparedStatement call = connection
                .prepareStatement(
                        "CALL public.refresh_continuous_aggregate(?::regclass, ?::timestamptz, ?::timestamptz)")) {
            call.setString(1, "telemetry." + rollup + "_sums");
            call.setObject(2, window.from());
            call.setObject(3, window.to());
            call.execute();
        }
    }

    private static void refreshed(Connection connection, String rollup, OffsetDateTime to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE telemetry.rollup SET upto = ?, refreshed_at = clock_timestamp() WHERE name = ?")) {
            update.setObject(1, to);
            update.setString(2, rollup);
            update.executeUpdate();
        }
    }
}
