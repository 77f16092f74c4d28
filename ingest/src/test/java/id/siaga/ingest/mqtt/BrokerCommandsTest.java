package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import id.siaga.ingest.Eventually;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

/** Commands for a device behind someone else's broker: Debian's Mosquitto. */
@Timeout(120)
@SuppressWarnings("try") // being open is what a broker or an ingest does here
class BrokerCommandsTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void whatNobodyListensToWaitsAndIsPublishedOnceSomebodyDoes(@TempDir Path home) throws Exception {
        assumeTrue(Files.isExecutable(Mosquitto.PROGRAM), "no " + Mosquitto.PROGRAM);
        int port = EmbeddedBroker.freePort();
        String url = "tcp://127.0.0.1:" + port;
        Vertx vertx = Vertx.vertx();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Mosquitto broker = Mosquitto.start(home, port); TestDatabase database = TestDatabase.create()) {
            database.execute(
                    """
                    INSERT INTO telemetry.device (device_id, kind, name, status, downlink)
                    VALUES ('far', 'flood', 'far', 'active', 'broker'), ('near', 'flood', 'near', 'active', 'direct')""");
            for (String device : List.of("near", "far", "far")) {
                database.execute(
                        "SELECT telemetry.queue_command('" + device + "', 'reboot', '{}', 'x', now() + '1 hour')");
            }
            try (Ingest ingest = Ingest.start(vertx, database.database(), config(url), meters, Clock.systemUTC());
                    Sender sender = new Sender(url)) {
                Eventually.until("published to nobody", () -> states(database).equals(
                        List.of("1|near|queued", "2|far|sent", "3|far|queued")));
                MqttClient device = listening(url);
                Eventually.until("taken by the broker", () -> states(database).equals(
                        List.of("1|near|queued", "2|far|delivered", "3|far|delivered")));
                Eventually.until("two commands", () -> told.size() == 2);
                assertThat(told).allMatch(each -> each.startsWith("city/flood/far/cmd {\"v\":1,\"id\":\""));
                sender.publish("city/flood/far/event",
                        "{\"v\":1,\"type\":\"command.done\",\"attrs\":{\"id\":\"2\"}}");
                Eventually.until("answered", () -> states(database).contains("2|far|acked"));
                device.disconnect();
                device.close();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static List<String> states(TestDatabase database) throws Exception {
        return database.rows("SELECT command_id, device_id, state FROM telemetry.device_command ORDER BY command_id");
    }

    private static IngestConfig config(String url) {
        return new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                Optional.of(Subscribed.config(url, "commands")), LaneConfig.defaults(), Enrolment.CLOSED);
    }

    private MqttClient listening(String url) throws Exception {
        MqttClient device = new MqttClient(url, "listener", new MemoryPersistence());
        device.connect();
        device.subscribe(new MqttSubscription[]{new MqttSubscription("city/flood/+/cmd", 1)},
                new IMqttMessageListener[]{(topic, message) -> told
                        .add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8))});
        return device;
    }
}
