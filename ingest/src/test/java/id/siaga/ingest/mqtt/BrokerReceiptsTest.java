package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

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
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** Receipts of a device that publishes to someone else's broker: Debian's Mosquitto. */
@Timeout(120)
@SuppressWarnings("try") // being open is what a broker or an ingest does here
class BrokerReceiptsTest {

    private final Instant start = Instant.now().minusSeconds(60);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeAll
    static void needsMosquitto() {
        if (!Files.isExecutable(Mosquitto.PROGRAM)) {
            LoggerFactory.getLogger(BrokerReceiptsTest.class).atWarn()
                    .log("SKIPPED: no {}; apt-get install mosquitto to run these tests", Mosquitto.PROGRAM);
        }
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "no " + Mosquitto.PROGRAM);
    }

    @Test
    void whoIsRegisteredForReceiptsGetsThemThroughTheBroker(@TempDir Path home) throws Exception {
        int port = EmbeddedBroker.freePort();
        String url = "tcp://127.0.0.1:" + port;
        Vertx vertx = Vertx.vertx();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Mosquitto broker = Mosquitto.start(home, port); TestDatabase database = TestDatabase.create()) {
            register(database, "wants", "true");
            register(database, "does-not", "false");
            try (Ingest ingest = Ingest.start(vertx, database.database(), config(url), meters,
                    Clock.systemUTC()); Sender sender = new Sender(url)) {
                Eventually.until("subscribed", () -> meters.get("siaga.broker.connected").gauge().value() == 1);
                MqttClient device = listening(url);
                send(sender, "does-not", 1);
                for (int number : new int[]{1, 2, 4}) {
                    send(sender, "wants", number);
                }
                until("city/flood/wants/receipt", "\"seq\":2,\"from\":1,\"session\":1,");
                send(sender, "wants", 3);
                until("city/flood/wants/receipt", "\"seq\":4,\"from\":1,\"session\":1,");
                assertThat(told).noneMatch(each -> each.contains("does-not"));
                device.disconnect();
                device.close();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void register(TestDatabase database, String deviceId, String receipts) throws Exception {
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status, receipts)
                         VALUES ('%1$s', 'flood', '%1$s', 'active', %2$s)""".formatted(deviceId, receipts));
    }

    private static IngestConfig config(String url) {
        return new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                Optional.of(Subscribed.config(url, "receipts")), LaneConfig.defaults(), Enrolment.CLOSED);
    }

    private MqttClient listening(String url) throws Exception {
        MqttClient device = new MqttClient(url, "listener", new MemoryPersistence());
        device.connect();
        device.subscribe(new MqttSubscription[]{new MqttSubscription("city/+/+/receipt", 1)},
                new IMqttMessageListener[]{(topic, message) -> told
                        .add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8))});
        return device;
    }

    private void until(String topic, String members) throws Exception {
        Eventually.until(topic + " says " + members,
                () -> told.stream().anyMatch(each -> each.startsWith(topic) && each.contains(members)));
    }

    private void send(Sender sender, String deviceId, int number) throws Exception {
        sender.publish("city/flood/" + deviceId + "/telemetry",
                "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}"
                        .formatted(start.plusSeconds(number).toEpochMilli(), number));
    }
}
