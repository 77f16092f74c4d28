package id.siaga.commandcenter.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a connection of its own that runs some work whenever PostgreSQL notifies a channel, and at least once
 * per sweep interval, because a notification sent while we were reconnecting is lost.
 */
public final class Wakeup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeup.class);

    private final DataSource source;
    private final String channel;
    private final Duration sweep;
    private final Runnable work;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicBoolean listening = new AtomicBoolean();
    private final Thread thread;

    /** Starts at once. {@code channel} is one of our own names, never input. */
    public Wakeup(DataSource source, String channel, Duration sweep, Runnable work) {
        this.source = source;
        this.channel = channel;
        this.sweep = sweep;
        this.work = work;
        this.thread = Thread.ofPlatform().name(channel).daemon().start(this::run);
    }

    /** Whether the connection is up and the last round of work succeeded. */
    public boolean isListening() {
        return listening.get();
    }

    private void run() {
        while (running.get()) {
            try (Connection connection = source.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                recover(e);
            }
        }
    }

    private void recover(Exception failure) {
        listening.set(false);
        if (running.get()) {
            LOG.warn("{}: {}; trying again", channel, failure.getMessage());
            LockSupport.parkNanos(sweep.toNanos());
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
            serve(connection.unwrap(PGConnection.class));
            statement.execute("UNLISTEN *");
        }
    }

    private void serve(PGConnection connection) throws SQLException {
        while (running.get()) {
            work.run();
            listening.set(true);
            connection.getNotifications(Math.toIntExact(sweep.toMillis()));
        }
    }

    /** Ends the thread: a notification of our own wakes it at once, else it ends at the next sweep. */
    @Override
    public void close() {
        running.set(false);
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("NOTIFY " + channel);
            thread.join(sweep.plusSeconds(1));
        } catch (SQLException e) {
            LOG.debug("{}: closing without the database", channel, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
