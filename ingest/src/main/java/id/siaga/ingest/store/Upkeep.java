package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TimescaleDB does by itself and plain PostgreSQL needs done: the partitions of the days ahead. */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Database database;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("upkeep").daemon().factory());

    public Upkeep(Database database) {
        this.database = database;
    }

    public void start() throws SQLException {
        if (database.dialect() == Database.Dialect.POSTGRESQL) {
            makePartitions();
            var unused = clock.scheduleWithFixedDelay(this::tryMakePartitions, EVERY.toSeconds(), EVERY.toSeconds(),
                    TimeUnit.SECONDS);
        }
    }

    private void makePartitions() throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = telemetry");
            statement
                    .execute("""
                             SELECT make_partition(parent, current_date + ahead)
                             FROM unnest(ARRAY['message', 'flood_reading', 'gps_position', 'cctv_health', 'wifi_health',
                                     'measurement', 'device_event']) AS parent,
                                  generate_series(0, 7) AS ahead""");
        }
    }

    private void tryMakePartitions() {
        try {
            makePartitions();
        } catch (SQLException | RuntimeException e) {
            // Seven days are made ahead and the default partition takes the rest: an hour later is soon enough.
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("Partitions were not made");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
