package id.siaga.ingest.store.embedded;

import id.siaga.ingest.store.embedded.Probe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL owned by one home directory; a database left alive by a killed parent is adopted, not doubled. */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String USER = "siaga";
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);
    private final Path home;
    private final HomeLock lock;
    private final ServerLog log;
    private final Postmaster postmaster;
    private String password = "";
    private String version = "";
    private int port;
    private boolean adopted;

    private EmbeddedPostgres(Path home, HomeLock lock) {
        this.home = home;
        this.lock = lock;
        this.log = new ServerLog(home.resolve("log"));
        this.postmaster = new Postmaster(home.resolve("data"));
    }

    /** Starts or adopts the database of this home, waiting at most 60 seconds for recovery. */
    public static EmbeddedPostgres start(Path home) throws IOException {
        return start(home, Duration.ofSeconds(60));
    }

    /** As {@link #start(Path)} with another limit for recovery; fails with a one-line {@link IOException}. */
    public static EmbeddedPostgres start(Path home, Duration deadline) throws IOException {
        try {
            return start(home, deadline, Launcher.choose());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL in " + home, e);
        } catch (IOException e) {
            throw Trouble.explain(home, e);
        }
    }

    static EmbeddedPostgres start(Path home, Duration deadline, Launcher launcher)
            throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("log"));
        Path real = home.toRealPath();
        HomeLock lock = HomeLock.take(real);
        try {
            EmbeddedPostgres db = new EmbeddedPostgres(real, lock);
            db.open(deadline, launcher);
            return db;
        } catch (IOException | InterruptedException e) {
            lock.close();
            throw e;
        }
    }

    private void open(Duration deadline, Launcher launcher) throws IOException, InterruptedException {
        Leftovers.remove(home);
        Cluster cluster = new Cluster(home, Binaries.unpack(home).resolve("bin"), launcher, log);
        password = cluster.password();
        port = cluster.port();
        adopted = adopt(deadline);
        if (!adopted) {
            postmaster.stop(Duration.ofSeconds(5), "QUIT");
            cluster.prepare();
            launch(cluster, deadline);
        }
        greet();
    }

    private boolean adopt(Duration deadline) throws IOException, InterruptedException {
        Optional<ProcessHandle> server = postmaster.running();
        if (server.isEmpty()) {
            return false;
        }
        Answer answer = probe().await(server.get(), deadline, SILENCE);
        failIfRecovering(server.get(), answer, deadline);
        return answer == Answer.READY;
    }

    private void launch(Cluster cluster, Duration deadline) throws IOException, InterruptedException {
        port = free(port);
        Process server = cluster.launch(port);
        Answer answer = probe().await(server.toHandle(), deadline, deadline);
        if (answer == Answer.READY) {
            return;
        }
        failIfRecovering(server.toHandle(), answer, deadline);
        boolean ended = !server.isAlive();
        postmaster.stop(Duration.ofSeconds(5), "QUIT");
        throw new IOException("PostgreSQL in " + home
                + (ended ? " ended at once: " : " did not answer within " + deadline.toSeconds() + " s: ")
                + log.ending());
    }

    /** Recovery begins anew each time it is cut off, so it is left to go on for the next start to adopt. */
    private void failIfRecovering(ProcessHandle server, Answer answer, Duration deadline) throws IOException {
        if (answer == Answer.BUSY && server.isAlive()) {
            throw new IOException("PostgreSQL in " + home + " still recovers after " + deadline.toSeconds()
                    + " s and goes on doing so: start again in a while; last it said: " + log.progress());
        }
    }

    private void greet() throws IOException {
        try (Connection c = DriverManager.getConnection(url("postgres") + "?connectTimeout=3&socketTimeout=60", USER,
                password); Statement s = c.createStatement()) {
            version = text(s, "SHOW server_version");
            if (text(s, "SELECT count(*) FROM pg_database WHERE datname = 'siaga'").equals("0")) {
                s.execute("CREATE DATABASE siaga");
            }
        } catch (SQLException e) {
            throw new IOException("cannot create database siaga in " + home + ": " + e.getMessage(), e);
        }
    }

    private static String text(Statement s, String sql) throws SQLException {
        try (ResultSet row = s.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private Probe probe() {
        return new Probe(url("postgres"), USER, password, log);
    }

    private static int free(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            if (wanted == 0) {
                throw new IOException("no free port on loopback for PostgreSQL: " + taken.getMessage(), taken);
            }
            return free(0);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Address of database siaga on loopback. */
    public String jdbcUrl() {
        return url("siaga");
    }

    /** Owner of the database. */
    public String user() {
        return USER;
    }

    /** The generated password. */
    public String password() {
        return password;
    }

    /** Version the server itself reports, such as 17.6. */
    public String version() {
        return version;
    }

    /** Whether a database left by an earlier process was taken over. */
    public boolean adopted() {
        return adopted;
    }

    /** Fast shutdown, then immediate shutdown, each bounded to 15 seconds, then kill. */
    @Override
    public void close() throws IOException {
        try {
            postmaster.stop(SHUTDOWN, "INT", "QUIT");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.close();
        }
    }
}
