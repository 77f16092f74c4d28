package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;

/** While the database stands still or is gone the doors stop reading; afterwards nothing is missing. */
class StalledDatabaseTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final int MESSAGES = 2_000;
    private static final int QUEUE = 16;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        LaneConfig small = new LaneConfig(1, QUEUE, QUEUE, 1 << 20, 8, Duration.ofMillis(20), Duration.ofMillis(200),
                Duration.ofSeconds(10));
        ingest = new RunningIngest(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0),
                Optional.empty(), Optional.empty(), small, Enrolment.CLOSED));
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void aStallStopsTheReadingAndClosesNobody() throws Exception {
        try (RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 1);
                Connection lock = database.database().source().getConnection();
                Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.flood_reading IN ACCESS EXCLUSIVE MODE");
            Thread publisher = publishAll(gauge);
            Eventually.until("the lane is full", () -> depth() >= QUEUE);
            Instant longerThanItsKeepAlive = Instant.now().plusSeconds(3);
            Eventually.until("the keep-alive has passed twice", () -> {
                assertThat(depth()).isLessThanOrEqualTo(2 * QUEUE);
                return Instant.now().isAfter(longerThanItsKeepAlive);
            });
            assertThat(ingest.metrics()).contains("siaga_device_connections{listener=\"plain\"} 1");
            lock.commit();
            assertAllAcknowledgedInOrder(gauge);
            publisher.join();
        }
        assertAllStoredOnce();
    }

    @Test
    void nothingAcknowledgedIsMissingWhenTheDatabaseComesBack() throws Exception {
        try (RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 60)) {
            Thread publisher = publishAll(gauge);
            for (int i = 0; i < 5; i++) {
                long before = database.count("flood_reading");
                database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        + "WHERE datname = current_database() AND pid <> pg_backend_pid()");
                Eventually.until("readings are stored again", () -> {
                    long stored = database.count("flood_reading");
                    return stored > before || stored == MESSAGES;
                });
            }
            assertAllAcknowledgedInOrder(gauge);
            publisher.join();
        }
        assertAllStoredOnce();
    }

    private Thread publishAll(RawClient gauge) {
        return Thread.ofPlatform().start(() -> {
            try {
                for (int i = 1; i <= MESSAGES; i++) {
                    gauge.publish(TOPIC, i, level(now.minusMillis(MESSAGES - i), 7_000 + i % 100));
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static void assertAllAcknowledgedInOrder(RawClient gauge) throws Exception {
        for (int i = 1; i <= MESSAGES; i++) {
            assertThat(gauge.read(4)).containsExactly(0x40, 2, i >> 8, i & 0xFF);
        }
    }

    private void assertAllStoredOnce() throws Exception {
        assertThat(database.count("flood_reading")).isEqualTo(MESSAGES);
        assertThat(database.count("message")).isEqualTo(MESSAGES);
        assertThat(database.count("quarantine")).isZero();
    }

    private int depth() {
        return ingest.metrics().lines().filter(line -> line.startsWith("siaga_lane_queue_depth{"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }
}
