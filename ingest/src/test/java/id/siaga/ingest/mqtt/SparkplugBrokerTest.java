package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.Eventually;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.decode.SparkplugBytes;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** An edge node whose birth Siaga missed, at Debian's Mosquitto. */
@Timeout(120)
@SuppressWarnings("try") // being open is what a broker or an ingest does here
class SparkplugBrokerTest {

    private static final byte[] REBIRTH = "Node Control/Rebirth".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final String MEASURED = """
                                           SELECT count(gate_pct) FROM telemetry.pump_state
                                           WHERE device_id = 'BBWS/RTU-1'""";
    private static final String REFUSED = "SELECT count(*) FROM telemetry.quarantine WHERE reason = 'UNKNOWN_ALIAS'";

    private final long start = Instant.now().minusSeconds(60).toEpochMilli();
    private final BlockingQueue<byte[]> commands = new ArrayBlockingQueue<>(100);

    @BeforeAll
    static void needsMosquitto() {
        if (!Files.isExecutable(Mosquitto.PROGRAM)) {
            LoggerFactory.getLogger(SparkplugBrokerTest.class).atWarn()
                    .log("SKIPPED: no {}; apt-get install mosquitto to run these tests", Mosquitto.PROGRAM);
        }
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "no " + Mosquitto.PROGRAM);
    }

    @Test
    void aNodeWhoseBirthWasMissedIsAskedOnceAndThenUnderstood(@TempDir Path home) throws Exception {
        int port = EmbeddedBroker.freePort();
        String url = "tcp://127.0.0.1:" + port;
        Vertx vertx = Vertx.vertx();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Mosquitto broker = Mosquitto.start(home, port); TestDatabase database = TestDatabase.create()) {
            database.execute("""
                             INSERT INTO telemetry.device (device_id, kind, name, status)
                             VALUES ('BBWS/RTU-1', 'pump', 'Rumah pompa', 'active')""");
            try (Ingest ingest = Ingest.start(vertx, database.database(), config(url), meters, Clock.systemUTC())) {
                Eventually.until("subscribed", () -> meters.get("siaga.broker.connected").gauge().value() == 1);
                MqttClient node = node(url);
                data(node, 5);
                data(node, 6);
                assertThat(commands.poll(20, TimeUnit.SECONDS)).containsSequence(REBIRTH);
                publish(node, "NBIRTH", SparkplugBytes.payload(start, 0).bdSeq(1).announced("gate.position", 1,
                        SparkplugBytes.DOUBLE, 10));
                data(node, 1);
                Eventually.until("the metric has its name", () -> count(database, MEASURED).equals("2"));
                assertThat(count(database, REFUSED)).isEqualTo("2");
                assertThat(commands).isEmpty();
                node.disconnect();
                node.close();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String count(TestDatabase database, String sql) throws Exception {
        return database.rows(sql).get(0);
    }

    private static IngestConfig config(String url) {
        return new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                Optional.of(Subscribed.config(url, "sparkplug")), LaneConfig.defaults(), Enrolment.CLOSED);
    }

    private MqttClient node(String url) throws Exception {
        MqttClient node = new MqttClient(url, "rtu-1", new MemoryPersistence());
        node.connect();
        node.subscribe(new MqttSubscription[]{new MqttSubscription("spBv1.0/BBWS/NCMD/RTU-1", 1)},
                new IMqttMessageListener[]{(topic, message) -> commands.add(message.getPayload())});
        return node;
    }

    private void data(MqttClient node, int seq) throws Exception {
        publish(node, "NDATA", SparkplugBytes.payload(start + seq * 1000L, seq).aliased(1, SparkplugBytes.DOUBLE, 20));
    }

    private static void publish(MqttClient node, String type, SparkplugBytes payload) throws Exception {
        node.publish("spBv1.0/BBWS/" + type + "/RTU-1", payload.bytes(), 1, false);
    }
}
