package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database the readings go to. Which of the two stores it is, is asked once, here: TimescaleDB when the extension
 * is installed, native partitions otherwise. Tables and views have the same names on both.
 *
 * @param source opens connections without pooling, for questions that may take their time
 * @param lanes opens connections that give up on a server that does not answer; each lane keeps one
 * @param probe as {@code lanes}, sooner
 * @param name for people, such as {@code timescaledb 2.17.2} or {@code postgresql 17.6}
 */
public record Database(DataSource source, DataSource lanes, DataSource probe, Dialect dialect, String name) {

    /** How time-series tables are cut. */
    public enum Dialect {
        TIMESCALEDB, POSTGRESQL;

        String migrations() {
            return this == TIMESCALEDB ? "classpath:db/telemetry/timescaledb" : "classpath:db/telemetry/postgresql";
        }
    }

    /** Types pgjdbc sends as text unless told: text, timestamptz, int2, int4, int8, float8, bool, bytea, jsonb arrays. */
    private static final String ARRAYS_SENT_BINARY = "1009,1185,1005,1007,1016,1022,1000,1001,3807";

    /** Finds out what the database is. */
    public static Database connect(String jdbcUrl, String user, String password) throws SQLException {
        return connect(jdbcUrl, user, password, DatabaseTimeouts.defaults());
    }

    /** As {@link #connect(String, String, String)} with other patience. */
    public static Database connect(String jdbcUrl, String user, String password, DatabaseTimeouts timeouts)
            throws SQLException {
        PGSimpleDataSource source = source(jdbcUrl, user, password, timeouts);
        DataSource lanes = answering(source(jdbcUrl, user, password, timeouts), timeouts.lane());
        DataSource probe = answering(source(jdbcUrl, user, password, timeouts), timeouts.probe());
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = warning");
            String timescale = timescale(statement);
            return timescale.isEmpty()
                    ? new Database(source, lanes, probe, Dialect.POSTGRESQL,
                            "postgresql " + connection.getMetaData().getDatabaseProductVersion().split(" ")[0])
                    : new Database(source, lanes, probe, Dialect.TIMESCALEDB, "timescaledb " + timescale);
        }
    }

    private static PGSimpleDataSource source(String jdbcUrl, String user, String password,
            DatabaseTimeouts timeouts) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        if (!user.isEmpty()) {
            source.setUser(user);
            source.setPassword(password);
        }
        source.setApplicationName("siaga");
        source.setTcpKeepAlive(true);
        // The detail of a refusal is the whole row, a secret's digest with it, and would stand in the log.
        source.setLogServerErrorDetail(false);
        source.setBinaryTransferEnable(ARRAYS_SENT_BINARY);
        if (!jdbcUrl.contains("connectTimeout=")) {
            source.setConnectTimeout((int) timeouts.connect().toSeconds());
        }
        if (!jdbcUrl.contains("hostRecheckSeconds=")) {
            source.setHostRecheckSeconds((int) timeouts.recheck().toSeconds());
        }
        if (source.getOptions() == null) {
            source.setOptions("-c client_connection_check_interval=" + timeouts.abandoned().toMillis());
        }
        return source;
    }

    private static DataSource answering(PGSimpleDataSource source, Duration within) {
        if (source.getSocketTimeout() == 0) {
            source.setSocketTimeout((int) within.toSeconds());
        }
        return source;
    }

    private static String timescale(Statement statement) throws SQLException {
        try (ResultSet row = statement
                .executeQuery("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /** Brings schema {@code telemetry} up to date; safe to call from several processes at once. */
    public void migrate() {
        boolean partitioned = dialect == Dialect.POSTGRESQL;
        Flyway.configure().dataSource(source).schemas("telemetry").defaultSchema("telemetry")
                .locations("classpath:db/telemetry/common", dialect.migrations())
                .placeholders(Map.of("partitioned_by_observed_at",
                        partitioned ? "PARTITION BY RANGE (observed_at)" : "", "partitioned_by_received_at",
                        partitioned ? "PARTITION BY RANGE (received_at)" : ""))
                .initSql("SET search_path = telemetry, public").load().migrate();
    }
}
