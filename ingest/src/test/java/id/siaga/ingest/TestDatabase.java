package id.siaga.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;

/**
 * A scratch database of a real server: the one that SIAGA_TEST_DATABASE_URL names (a TimescaleDB, say), else the
 * embedded PostgreSQL, started once for the test JVM.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Server SERVER = Server.find();

    private record Server(String url, String user, String password, boolean embedded) {

        static Server find() {
            String url = System.getenv("SIAGA_TEST_DATABASE_URL");
            if (url != null && !url.isBlank()) {
                return new Server(url, "", "", false);
            }
            try {
                Path home = Files.createTempDirectory("siaga-test-db");
                EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
                return new Server(postgres.jdbcUrl(), postgres.user(), postgres.password(), true);
            } catch (IOException e) {
                throw new IllegalStateException("no database for the tests", e);
            }
        }

        private static void stop(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = user.isEmpty()
                    ? DriverManager.getConnection(url)
                    : DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        Database database(String name) throws SQLException {
            return Database.connect(urlOf(name), user, password);
        }

        String urlOf(String database) {
            return url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
        }
    }

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    /** A migrated database of a server that a test keeps for itself, to hurt it; that server ends with its test. */
    public static TestDatabase of(Database database) {
        return of("", database);
    }

    private static TestDatabase of(String name, Database database) {
        database.migrate();
        return new TestDatabase(name, database);
    }

    /** A fresh, migrated database. */
    public static TestDatabase create() throws SQLException {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
        if (SERVER.embedded()) {
            SERVER.execute("CREATE DATABASE " + name + " TEMPLATE " + Migrated.name());
            return new TestDatabase(name, SERVER.database(name));
        }
        // The workers of TimescaleDB would stand in the way of a copy.
        SERVER.execute("CREATE DATABASE " + name);
        return of(name, SERVER.database(name));
    }

    /** Copied for each test: that takes a fraction of the time that migrating does. */
    private static final class Migrated {

        private static final String NAME = "migrated";

        static {
            try {
                SERVER.execute("CREATE DATABASE " + NAME);
                SERVER.database(NAME).migrate();
            } catch (SQLException e) {
                throw new IllegalStateException("no database for the tests", e);
            }
        }

        static String name() {
            return NAME;
        }
    }

    public Database database() {
        return database;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row as its columns joined by a bar. */
    public List<String> rows(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getObject(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }

    public long count(String table) throws SQLException {
        return Long.parseLong(rows("SELECT count(*) FROM telemetry." + table).get(0));
    }

    @Override
    public void close() throws SQLException {
        if (name.isEmpty()) {
            return;
        }
        SERVER.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
}
