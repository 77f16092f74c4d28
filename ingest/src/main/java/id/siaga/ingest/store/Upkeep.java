package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What a database of readings needs done by the clock: partitions for the days ahead, rollups, compression, removal of
 * what is old. Of several processes on one database only one works at a time; the others measure.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final String LOCK = "hashtextextended('siaga upkeep', 0)";

    private final Database database;
    private final UpkeepConfig config;
    private final Clock time;
    private final Rollups rollups;
    private final Retention retention;
    private final UpkeepMetrics metrics;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("upkeep").daemon().factory());

    public Upkeep(Database database, UpkeepConfig config, MeterRegistry meters, Clock time) {
        this.database = database;
        this.config = config;
        this.time = time;
        this.rollups = Rollups.of(database.dialect(), config);
        this.retention = new Retention(config);
        this.metrics = new UpkeepMetrics(meters, time);
    }

    /** A piece of work on a connection in auto-commit mode. */
    @FunctionalInterface
    private interface Chore {
        void run(Connection connection) throws SQLException;
    }

    /** Makes the partitions that the first readings need, then works by the clock. */
    public void start() {
        tried("partitions", this::makePartitions);
        every(config.rollUpEvery(), "rollups", rollups::refresh);
        every(config.tidyEvery(), "partitions", this::makePartitions);
        every(config.tidyEvery(), "retention", this::removeOld);
        every(config.tidyEvery(), "compression", this::compress);
    }

    /** Brings the rollups up to date. */
    public void rollUp() throws SQLException {
        alone("rollups", rollups::refresh);
    }

    /** Makes partitions, removes what is old, compresses what is settled. */
    public void tidy() throws SQLException {
        alone("partitions", this::makePartitions);
        alone("retention", this::removeOld);
        alone("compression", this::compress);
    }

    private void every(Duration period, String name, Chore chore) {
        var unused = clock.scheduleWithFixedDelay(() -> tried(name, chore), period.toMillis(), period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void tried(String name, Chore chore) {
        try {
            alone(name, chore);
        } catch (SQLException | RuntimeException e) {
            // Seven days of partitions are made ahead, and what was not done now is done the next time.
            metrics.failed(name);
            LOG.atWarn().addKeyValue("chore", name).addKeyValue("cause", e.getMessage()).log("Upkeep failed");
        }
    }

    private void alone(String name, Chore chore) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            // Writers queue behind a lock that waits, so it gives up soon. NOTICEs would pile up on the connection.
            statement.execute(
                    "SET lock_timeout = %d; SET client_min_messages = warning; SET search_path = telemetry, public"
                            .formatted(config.lockWithin().toMillis()));
            // Held by the connection, so that it cannot outlive a process that dies.
            if (truth(statement, "SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                chore.run(connection);
                metrics.ran(name);
                // At once, for the next chore: a closed connection lets go when its server process has ended.
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
            metrics.measure(connection);
        }
    }

    private static boolean truth(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void makePartitions(Connection connection) throws SQLException {
        if (database.dialect() == Database.Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement
                        .execute(
                                """
                                SELECT make_partition(relname, current_date + ahead)
                                FROM (SELECT relname::text FROM pg_class
                                      WHERE relkind = 'p' AND relnamespace = 'telemetry'::regnamespace) AS cut,
                                     generate_series(0, 7) AS ahead""");
            }
        }
    }

    private void removeOld(Connection connection) throws SQLException {
        retention.run(connection, time.instant().atOffset(ZoneOffset.UTC));
    }

    private void compress(Connection connection) throws SQLException {
        if (database.dialect() == Database.Dialect.TIMESCALEDB) {
            for (String chunk : uncompressed(connection)) {
                BriefLocks.retry(config, chunk, () -> compress(connection, chunk));
            }
        }
    }

    private static void compress(Connection connection, String chunk) throws SQLException {
        try (PreparedStatement compress = connection.prepareStatement("SELECT public.compress_chunk(?::regclass)")) {
            compress.setString(1, chunk);
            compress.execute();
        }
    }

    private List<String> uncompressed(Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT coalesce(array_agg(chunk), '{}') FROM telemetry.uncompressed_chunks(?)")) {
            select.setObject(1, time.instant().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return List.of((String[]) row.getArray(1).getArray());
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
