package id.siaga.ingest.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the {@link Registry} fresh: LISTENs on a connection of its own, reloads everything after losing it. */
public final class RegistryListener implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryListener.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    /** Too many changed to name them. */
    private static final String ALL = "*";

    private final DataSource database;
    private final Registry registry;
    private final Thread thread;
    private volatile boolean open = true;

    public RegistryListener(DataSource database, Registry registry) {
        this.database = database;
        this.registry = registry;
        this.thread = Thread.ofPlatform().name("registry-listener").daemon().unstarted(this);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (open) {
            try (Connection connection = database.getConnection(); Statement listen = connection.createStatement()) {
                listen.execute("LISTEN siaga_registry");
                registry.load();
                hear(connection);
            } catch (SQLException | RuntimeException e) {
                if (open) {
                    LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Registry listener lost its connection");
                    pause();
                }
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection notifications = connection.unwrap(PGConnection.class);
        while (open) {
            PGNotification[] heard = notifications.getNotifications((int) WAIT.toMillis());
            if (heard != null && heard.length > 0) {
                follow(Arrays.stream(heard).map(PGNotification::getParameter).collect(Collectors.toSet()));
            }
        }
    }

    private void follow(Set<String> changed) throws SQLException {
        if (changed.contains(ALL)) {
            registry.load();
        } else {
            registry.refresh(changed);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
