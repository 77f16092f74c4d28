package id.siaga.ingest.platform;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.lane.Fault;

/**
 * Asks the database whether it is there and takes writes, also when no device has anything to say. One connection, one
 * thread; a source with short timeouts makes every question end.
 */
public final class DatabaseProbe implements AutoCloseable {

    private static final String NAME = "probe";

    private final DataSource database;
    private final DatabaseHealth health;
    private final Duration every;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("database-probe").daemon().factory());
    private @Nullable Connection connection;

    public DatabaseProbe(DataSource database, DatabaseHealth health, Duration every) {
        this.database = database;
        this.health = health;
        this.every = every;
    }

    public void start() {
        var unused = clock.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            if (takesWrites(connection())) {
                health.works(NAME);
            } else {
                health.fails(NAME, Fault.READ_ONLY, "transactions are read-only");
                hangUp();
            }
        } catch (SQLException e) {
            health.fails(NAME, Fault.of(e), String.valueOf(e.getMessage()));
            hangUp();
        } catch (RuntimeException | Error e) {
            // The driver asserts where it should throw, and an executor never again runs a task that threw.
            health.fails(NAME, Fault.OTHER, e.toString());
            hangUp();
        }
    }

    private static boolean takesWrites(Connection connection) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("SELECT current_setting('transaction_read_only') = 'off'")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.getConnection();
            connection = open;
        }
        return open;
    }

    /** The next question may be answered by another server. */
    private void hangUp() {
        Connection broken = connection;
        connection = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (SQLException e) {
            // It was of no use any more.
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        hangUp();
    }
}
