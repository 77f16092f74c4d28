package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * A PostgreSQL owned by one home directory. A server left alive by a killed parent is adopted, not doubled; one that
 * dies is brought back on the same files and the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String USER = "siaga";
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);
    private final HomeLock lock;
    private final Server server;
    private final Supervisor supervisor;
    private final String version;
    private final boolean adopted;

    private EmbeddedPostgres(HomeLock lock, Server server, Duration deadline, Supervision supervision)
            throws IOException, InterruptedException {
        this.lock = lock;
        this.server = server;
        Optional<ProcessHandle> found = server.adopt(deadline);
        this.adopted = found.isPresent();
        ProcessHandle process = adopted ? found.get() : server.launch(deadline);
        this.version = greet(server);
        this.supervisor = new Supervisor(server, process, supervision);
    }

    /** Starts or adopts the database of this home, waiting at most 60 seconds for recovery. */
    public static EmbeddedPostgres start(Path home) throws IOException {
        return start(home, Duration.ofSeconds(60));
    }

    /** As {@link #start(Path)} with another limit for recovery; fails with a one-line {@link IOException}. */
    public static EmbeddedPostgres start(Path home, Duration deadline) throws IOException {
        return start(home, deadline, Supervision.defaults());
    }

    /** As {@link #start(Path, Duration)} with another supervision of what comes after the start. */
    public static EmbeddedPostgres start(Path home, Duration deadline, Supervision supervision) throws IOException {
        try {
            return start(home, deadline, supervision, Launcher.choose());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL in " + home, e);
        } catch (IOException e) {
            throw Trouble.explain(home, e);
        }
    }

    static EmbeddedPostgres start(Path home, Duration deadline, Launcher launcher)
            throws IOException, InterruptedException {
        return start(home, deadline, Supervision.defaults(), launcher);
    }

    private static EmbeddedPostgres start(Path home, Duration deadline, Supervision supervision, Launcher launcher)
            throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("log"));
        Path real = home.toRealPath();
        HomeLock lock = HomeLock.take(real);
        try {
            Leftovers.remove(real);
            Cluster cluster = new Cluster(real, Binaries.unpack(real).resolve("bin"), launcher,
                    new ServerLog(real.resolve("log")));
            EmbeddedPostgres db = new EmbeddedPostgres(lock, new Server(real, cluster), deadline, supervision);
            db.supervisor.start();
            return db;
        } catch (IOException | InterruptedException e) {
            lock.close();
            throw e;
        }
    }

    private static String greet(Server server) throws IOException {
        try (Connection c = DriverManager.getConnection(server.url("postgres") + "?connectTimeout=3&socketTimeout=60",
                USER, server.password()); Statement s = c.createStatement()) {
            if (text(s, "SELECT count(*) FROM pg_database WHERE datname = 'siaga'").equals("0")) {
                s.execute("CREATE DATABASE siaga");
            }
            return text(s, "SHOW server_version");
        } catch (SQLException e) {
            throw new IOException("cannot create database siaga: " + e.getMessage(), e);
        }
    }

    private static String text(Statement s, String sql) throws SQLException {
        try (ResultSet row = s.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Address of database siaga on loopback; the same after every restart. */
    public String jdbcUrl() {
        return server.url("siaga");
    }

    /** Owner of the database. */
    public String user() {
        return USER;
    }

    /** The generated password. */
    public String password() {
        return server.password();
    }

    /** Version the server itself reports, such as 17.6. */
    public String version() {
        return version;
    }

    /** Whether a database left by an earlier process was taken over. */
    public boolean adopted() {
        return adopted;
    }

    /** What is wrong while the server process is not there; empty while it is. */
    public Optional<String> trouble() {
        return supervisor.trouble();
    }

    /** How often the server process was found dead. */
    public long deaths() {
        return supervisor.deaths();
    }

    /** How often it was brought back. */
    public long restarts() {
        return supervisor.restarts();
    }

    /** Fast shutdown, then immediate shutdown, each bounded to 15 seconds, then kill. */
    @Override
    public void close() throws IOException {
        try {
            supervisor.stop();
            server.stop(SHUTDOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
