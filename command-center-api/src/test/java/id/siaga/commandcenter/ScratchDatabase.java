package id.siaga.commandcenter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import id.siaga.commandcenter.sql.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of its own with the telemetry schema, on the server given by SIAGA_TEST_DATABASE_URL or an embedded one. */
final class ScratchDatabase implements AutoCloseable {
    private static final Optional<String> GIVEN = Optional.ofNullable(System.getenv("SIAGA_TEST_DATABASE_URL"))
            .or(() -> Optional.ofNullable(System.getProperty("SIAGA_TEST_DATABASE_URL")));
    /** The workers of TimescaleDB would stand in the way of a copy. */
    private static final boolean EMBEDDED = GIVEN.isEmpty();
    private static final String URL = GIVEN.orElseGet(ScratchDatabase::embeddedUrl);

    private final String name = "scratch_" + UUID.randomUUID().toString().replace("-", "");
    private final HikariDataSource source;

    ScratchDatabase() throws SQLException {
        onServer("CREATE DATABASE " + name + (EMBEDDED ? " TEMPLATE " + Migrated.name() : ""));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(urlOf(name));
        config.addDataSourceProperty("binaryTransferEnable", "1009,1185,1005,1007,1016,1022,1000,1001,3807");
        config.setMaximumPoolSize(12);
        source = new HikariDataSource(config);
        if (!EMBEDDED) {
            migrateTelemetry(name);
        }
    }

    /** Copied for each test: that takes a fraction of the time that migrating does. */
    private static final class Migrated {
        private static final String NAME = "migrated";

        static {
            try {
                onServer("CREATE DATABASE " + NAME);
                migrateTelemetry(NAME);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        static String name() {
            return NAME;
        }
    }

    private static void migrateTelemetry(String database) throws SQLException {
        id.siaga.ingest.store.Database.connect(urlOf(database), "", "").migrate();
    }

    private static String urlOf(String database) {
        return URL.replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1");
    }

    private static String embeddedUrl() {
        try {
            Path home = Files.createTempDirectory("siaga-command-center-test");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(home);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
            return postgres.jdbcUrl() + (postgres.jdbcUrl().contains("?") ? "&" : "?") + "user=" + postgres.user()
                    + "&password=" + URLEncoder.encode(postgres.password(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HikariDataSource source() {
        return source;
    }

    Database database() {
        return new Database(source);
    }

    void migrateCommand() {
        Flyway.configure().dataSource(source).schemas("command").table("schema_history")
                .locations("classpath:db/command").load().migrate();
    }

    private static void onServer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        source.close();
        onServer("DROP DATABASE " + name + " WITH (FORCE)");
    }
}
