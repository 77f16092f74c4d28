package id.siaga.ingest.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.telemetry.Flag;

/**
 * Percent of the devices heard lately whose clock was not believed. One wrong clock is the device's; many are ours, or
 * a time server's. Asked of the database at most once a window.
 */
final class ClockSkew implements Measure {

    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final DataSource database;
    private final DatabaseHealth health;
    private final Duration window;
    private Level last = new Level(0, 0);
    private long askAgain = System.nanoTime();

    ClockSkew(DataSource database, DatabaseHealth health, Duration window) {
        this.database = database;
        this.health = health;
        this.window = window;
    }

    @Override
    public Level at(long nanos) {
        if (nanos - askAgain >= 0 && health.trouble().isEmpty()) {
            askAgain = nanos + window.toNanos();
            try {
                last = ask();
            } catch (SQLException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Devices' clocks could not be compared");
            }
        }
        return last;
    }

    private Level ask() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(
                        """
                        SELECT count(*), count(*) FILTER (WHERE flags & ? <> 0) FROM telemetry.device_state
                        WHERE last_received_at > (SELECT max(last_received_at) FROM telemetry.device_state)
                            - ? * interval '1 second'""")) {
            count.setInt(1, Flag.CLOCK_BAD.bit());
            count.setLong(2, window.toSeconds());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                long devices = row.getLong(1);
                return new Level(devices == 0 ? 0 : 100.0 * row.getLong(2) / devices, devices);
            }
        }
    }
}
