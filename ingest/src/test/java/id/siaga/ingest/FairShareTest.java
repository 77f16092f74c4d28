package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device far over its quota waits for itself, is named, and loses nothing; nobody else waits for it. */
class FairShareTest {

    private static final String TOPIC = "city/flood/greedy/telemetry";
    private static final int QUOTA = 100;
    private static final int BURST = QUOTA * 10;
    private static final int SENT = BURST + 3 * QUOTA;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("modest", "P2C");
        ingest.registerGauge("greedy", "CIKEAS");
        database.execute("UPDATE telemetry.device SET quota_per_s = " + QUOTA + " WHERE device_id = 'greedy'");
        ingest.close();
        ingest = new RunningIngest(database);
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void theGreedyOneIsHeldToItsQuotaAndNamedAndTheModestOneIsServed() throws Exception {
        try (RawClient greedy = RawClient.connected(ingest, "greedy", 60)) {
            long begun = System.nanoTime();
            Thread publisher = Thread.ofPlatform().start(() -> flood(greedy));
            Eventually.until("the greedy one is held back",
                    () -> !ingest.metrics().contains("siaga_throttled_total 0"));
            MqttAsyncClient modest = ingest.connect("modest");
            publish(modest, "city/flood/modest/telemetry", level(now, 7_800));
            assertThat(database.rows("SELECT 1 FROM telemetry.flood_reading WHERE device_id = 'modest'")).hasSize(1);
            assertThat(database.rows("SELECT count(*) FROM telemetry.flood_reading WHERE device_id = 'greedy'"))
                    .as("the modest one need not wait until the greedy one has finished")
                    .doesNotContain(String.valueOf(SENT));
            for (int i = 1; i <= SENT; i++) {
                assertThat(greedy.read(4)).containsExactly(0x40, 2, i >> 8, i & 0xFF);
            }
            publisher.join();
            assertThat(System.nanoTime() - begun).as("what is over the burst takes its time").isGreaterThan(
                    (SENT - BURST - QUOTA) * 1_000_000_000L / QUOTA);
            modest.disconnect().waitForCompletion();
        }
        assertThat(database.count("flood_reading")).isEqualTo(SENT + 1);
        Eventually.until("it is named",
                () -> database.rows("SELECT user_name, reason FROM telemetry.connection_refusal")
                        .contains("greedy|over quota of 100 messages/s"));
    }

    @Test
    void connectingAgainAndAgainBringsNoMore() throws Exception {
        for (int connection = 0; connection < 4; connection++) {
            try (RawClient greedy = RawClient.connected(ingest, "greedy", 60)) {
                for (int i = 1; i <= BURST / 4; i++) {
                    greedy.publish(TOPIC, i, level(now.minusMillis(connection * BURST + i), 7_000));
                    greedy.read(4);
                }
            }
        }
        assertThat(ingest.metrics()).contains("siaga_throttled_total 0");
        try (RawClient greedy = RawClient.connected(ingest, "greedy", 60)) {
            for (int i = 1; i <= BURST; i++) {
                greedy.publish(TOPIC, i, level(now.minusMillis(5 * BURST + i), 7_000));
            }
            Eventually.until("the fifth connection is held to what the first four left",
                    () -> !ingest.metrics().contains("siaga_throttled_total 0"));
        }
    }

    private void flood(RawClient greedy) {
        try {
            for (int i = 1; i <= SENT; i++) {
                greedy.publish(TOPIC, i, level(now.minusMillis(SENT - i), 7_000));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
