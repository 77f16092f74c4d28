package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Quota;
import id.siaga.ingest.registry.Registry.Enrolment;

/** Whatever one client does, it harms its own connection only: after each of them a good device is served. */
class RudeClientsTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;
    private MqttAsyncClient good;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        DeviceEndpointConfig door = new DeviceEndpointConfig("127.0.0.1", 0, null, null, 256 * 1024, 64 * 1024, 100,
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(1),
                Quota.defaults());
        ingest = new RunningIngest(database, new IngestConfig(door, Optional.empty(), Optional.empty(),
                LaneConfig.defaults(), Enrolment.CLOSED));
        ingest.registerGauge("awlr-p2c", "P2C");
        ingest.registerGauge("rude", "CIKEAS");
        good = ingest.connect("awlr-p2c");
    }

    @AfterEach
    void othersAreServed() throws Exception {
        try {
            assertThat(publish(good, TOPIC, level(now, 7_800))).isZero();
            assertThat(database.rows("SELECT device_id FROM telemetry.flood_reading WHERE device_id = 'awlr-p2c'"))
                    .containsExactly("awlr-p2c");
            good.disconnect().waitForCompletion();
        } finally {
            ingest.close();
            database.close();
        }
    }

    @Test
    void aPacketOver256KiBCloses() throws Exception {
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            try {
                rude.publish("city/flood/rude/telemetry", 1, " ".repeat(257 * 1024));
            } catch (IOException e) {
                assertThat(rude.isClosedByPeer()).isTrue();
            }
            assertThat(rude.isClosedByPeer()).isTrue();
        }
        assertThat(database.count("quarantine")).isZero();
    }

    @Test
    void garbageBeforeAndAfterConnectCloses() throws Exception {
        byte[] garbage = new byte[4_096];
        new Random(7).nextBytes(garbage);
        garbage[0] = 0;
        try (RawClient rude = new RawClient(ingest.port())) {
            rude.write(garbage);
            assertThat(rude.isClosedByPeer()).isTrue();
        }
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            rude.write(garbage);
            assertThat(rude.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aSecondConnectCloses() throws Exception {
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            rude.connect("rude", "rude", 60);
            assertThat(rude.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aWildcardInATopicCloses() throws Exception {
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            rude.publish("city/+/rude/telemetry", 1, level(now, 7_000));
            assertThat(rude.isClosedByPeer()).isTrue();
        }
        assertThat(database.count("flood_reading")).isZero();
    }

    @Test
    void aTopicThatIsNoUtf8AndASysTopicClose() throws Exception {
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            rude.publish(new byte[]{'a', (byte) 0xC3, (byte) 0x28, (byte) 0xFF}, 1, new byte[]{1});
            assertThat(rude.isClosedByPeer()).isTrue();
        }
        try (RawClient rude = RawClient.connected(ingest, "rude", 60)) {
            rude.publish("$SYS/broker/uptime", 2, "1");
            assertThat(rude.isClosedByPeer()).isTrue();
        }
        assertThat(database.rows("SELECT reason, principal FROM telemetry.quarantine"))
                .containsExactly("NOT_PERMITTED|rude");
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        try (RawClient mute = new RawClient(ingest.port())) {
            assertThat(mute.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void whoFallsSilentIsClosedWithAndWithoutKeepAlive() throws Exception {
        try (RawClient silent = RawClient.connected(ingest, "rude", 1);
                RawClient without = RawClient.connected(ingest, "awlr-p2c", 0)) {
            assertThat(silent.isClosedByPeer()).isTrue();
            assertThat(without.isClosedByPeer()).isTrue();
        } finally {
            good = ingest.connect("awlr-p2c");
        }
    }

    @Test
    void whoNeedNotWaitForItsConnackIsServed() throws Exception {
        try (RawClient eager = new RawClient(ingest.port())) {
            eager.connect("rude", "rude", 60);
            eager.publish("city/flood/rude/telemetry", 1, level(now, 7_000));
            assertThat(eager.read(8)).containsExactly(0x20, 2, 0, 0, 0x40, 2, 0, 1);
        }
    }

    /** The peer's and our socket buffers fill with answers to pings; then it is not read, and finally closed. */
    @Test
    void whoNeverReadsItsAnswersIsNotReadAndClosed() throws Exception {
        byte[] pings = new byte[64 * 1024];
        for (int i = 0; i < pings.length; i += 2) {
            pings[i] = (byte) 0xC0;
        }
        long written = 0;
        try (RawClient rude = RawClient.connected(ingest, "rude", 2)) {
            while (written < 1L << 30) {
                rude.write(pings);
                written += pings.length;
            }
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        } finally {
            good = ingest.connect("awlr-p2c");
        }
        assertThat(written).isLessThan(256L << 20);
    }

    @Test
    void manyForbiddenPublicationsDoNotStopTheSocket() throws Exception {
        MqttAsyncClient rude = ingest.connect("rude");
        for (int i = 0; i < 250; i++) {
            assertThat(publish(rude, TOPIC, level(now, 1))).isEqualTo(0x87);
        }
        assertThat(publish(rude, "city/flood/rude/telemetry", level(now, 7_000))).isZero();
        rude.disconnect().waitForCompletion();
    }
}
