package id.siaga.ingest.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL owned by one home directory; a database left alive by a killed parent is adopted, not doubled. */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final String USER = "siaga";
    private static final String PATIENCE = "?loginTimeout=3&connectTimeout=3&socketTimeout=3";
    private final Path home;
    private final FileChannel lock;
    private final Postmaster postmaster;
    private String password = "";
    private int port;
    private boolean adopted;

    private EmbeddedPostgres(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
        this.postmaster = new Postmaster(home.resolve("data"));
    }

    /** Starts or adopts the database of this home, waiting at most 60 seconds for recovery. */
    public static EmbeddedPostgres start(Path home) throws IOException {
        return start(home, Duration.ofSeconds(60));
    }

    /** As {@link #start(Path)} with another limit for recovery; fails with a one-line {@link IOException}. */
    public static EmbeddedPostgres start(Path home, Duration deadline) throws IOException {
        Files.createDirectories(home.resolve("log"));
        Path real = home.toRealPath();
        EmbeddedPostgres db = new EmbeddedPostgres(real, lock(real));
        try {
            db.open(deadline);
            return db;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            db.release();
            throw new IOException("interrupted while starting PostgreSQL in " + home, e);
        } catch (IOException e) {
            db.release();
            throw e;
        }
    }

    /** Linux drops a process's lock when it closes any descriptor of the file, hence HELD and the separate pid file. */
    private static FileChannel lock(Path home) throws IOException {
        Path pid = home.resolve("siaga.pid");
        if (HELD.add(home)) {
            FileChannel channel = FileChannel.open(home.resolve("siaga.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                Files.writeString(pid, Long.toString(ProcessHandle.current().pid()));
                return channel;
            }
            channel.close();
            HELD.remove(home);
        }
        String owner = Files.exists(pid) ? Files.readString(pid) : "unknown";
        throw new IOException(home + " is in use by process " + owner + ": stop it first");
    }

    private void release() throws IOException {
        lock.close();
        HELD.remove(home);
    }

    private void open(Duration deadline) throws IOException, InterruptedException {
        Path bin = Binaries.unpack(home).resolve("bin");
        password = keptPassword();
        port = port();
        if (!Files.exists(home.resolve("data"))) {
            create(bin);
        }
        adopted = postmaster.running().isPresent() && answers(Duration.ofSeconds(10));
        if (!adopted) {
            launch(bin, deadline);
        }
        createDatabase();
    }

    private void launch(Path bin, Duration deadline) throws IOException, InterruptedException {
        postmaster.stop(Duration.ofSeconds(15));
        postmaster.clearOrphans();
        port = free(port);
        Files.writeString(home.resolve("postgres-port"), Integer.toString(port));
        spawn(List.of(bin.resolve("postgres").toString(), "-D", home.resolve("data").toString(), "-p",
                Integer.toString(port)));
        if (!answers(deadline)) {
            postmaster.stop(Duration.ofSeconds(15));
            throw new IOException("PostgreSQL in " + home + " did not answer within " + deadline.toSeconds()
                    + " s: see " + home.resolve("log"));
        }
    }

    private void create(Path bin) throws IOException, InterruptedException {
        Path part = Files.createTempDirectory(home, "data-part-");
        Process initdb = spawn(List.of(bin.resolve("initdb").toString(), "-D", part.toString(), "-U", USER,
                "--auth=scram-sha-256", "--pwfile=" + home.resolve("postgres-password"), "--encoding=UTF8",
                "--locale=C"));
        if (initdb.waitFor() != 0) {
            throw new IOException(
                    "cannot create the database in " + home + ": see " + home.resolve("log/postgres.log"));
        }
        try (InputStream in = EmbeddedPostgres.class.getResourceAsStream("postgresql-siaga.conf")) {
            Files.copy(java.util.Objects.requireNonNull(in), part.resolve("postgresql-siaga.conf"));
        }
        Files.writeString(part.resolve("postgresql.conf"), "\ninclude 'postgresql-siaga.conf'\n",
                StandardOpenOption.APPEND);
        Files.move(part, home.resolve("data"));
    }

    /** PostgreSQL refuses root; in a user namespace of its own it is nobody, yet still owner of its files. */
    private Process spawn(List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.addAll(command);
        return new ProcessBuilder(line).redirectErrorStream(true)
                .redirectOutput(home.resolve("log/postgres.log").toFile()).start();
    }

    private boolean answers(Duration deadline) throws InterruptedException {
        Instant end = Instant.now().plus(deadline);
        while (Instant.now().isBefore(end)) {
            try (Connection c = DriverManager.getConnection(url("postgres") + PATIENCE, USER, password)) {
                return c.isValid(3);
            } catch (SQLException e) {
                LOG.debug("waiting for PostgreSQL: {}", e.getMessage());
                Thread.sleep(50);
            }
        }
        return false;
    }

    private void createDatabase() throws IOException {
        try (Connection c = DriverManager.getConnection(url("postgres"), USER, password);
                Statement s = c.createStatement();
                ResultSet found = s.executeQuery("SELECT 1 FROM pg_database WHERE datname = 'siaga'")) {
            if (!found.next()) {
                s.execute("CREATE DATABASE siaga");
            }
        } catch (SQLException e) {
            throw new IOException("cannot create database siaga: " + e.getMessage(), e);
        }
    }

    private String keptPassword() throws IOException {
        Path file = home.resolve("postgres-password");
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Path part = Files.createTempFile(home, "password", "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.move(Files.writeString(part, HexFormat.of().formatHex(secret)), file);
        }
        return Files.readString(file).strip();
    }

    private int port() throws IOException {
        Path file = home.resolve("postgres-port");
        return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    }

    private static int free(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
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

    /** Version of the unpacked programs. */
    public String version() {
        return Binaries.VERSION;
    }

    /** Whether a database left by an earlier process was taken over. */
    public boolean adopted() {
        return adopted;
    }

    /** Fast shutdown, then immediate shutdown, each bounded to 15 seconds. */
    @Override
    public void close() throws IOException {
        try {
            postmaster.stop(Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            release();
        }
    }
}
