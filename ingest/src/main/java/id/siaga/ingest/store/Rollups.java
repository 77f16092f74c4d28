package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Brings the stored part of the {@code _1m}, {@code _1h} and {@code _1d} views up to date, late data included. */
sealed interface Rollups permits PostgresRollups, TimescaleRollups {

    static Rollups of(Database.Dialect dialect, UpkeepConfig config) {
        return switch (dialect) {
            case POSTGRESQL -> new PostgresRollups(config);
            case TIMESCALEDB -> new TimescaleRollups(config);
        };
    }

    /** All rollups, the finest first. */
    static List<String> names(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM telemetry.rollup ORDER BY width, name")) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
                names.add(row.getString(1));
            }
            return names;
        }
    }

    /** @param connection in auto-commit mode; every step is a transaction of its own */
    void refresh(Connection connection) throws SQLException;
}
