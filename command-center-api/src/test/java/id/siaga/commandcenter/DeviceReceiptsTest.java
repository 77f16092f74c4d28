package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.BrokerSubscriptionConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who gets receipts through someone else's broker is said through the API, and heeded without a restart. */
@Timeout(120)
class DeviceReceiptsTest {
    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private Running system;

    @BeforeEach
    void start() throws Exception {
        system = new Running();
        system.login();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await();
        system.close();
    }

    @Test
    void aReceiptComesOnceTheApiAskedForIt(@TempDir Path home) throws Exception {
        assumeTrue(Files.isExecutable(MOSQUITTO), "no " + MOSQUITTO);
        int port = freePort();
        Process broker = mosquitto(home, port);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        String url = "tcp://127.0.0.1:" + port;
        try (Ingest ingest = ingest(url, meters)) {
            MqttClient device = listening(url);
            assertThat(ingest.mqttPort()).isPositive();
            assertThat(system.post("/api/v1/devices", "{\"device_id\":\"awlr-1\",\"kind\":\"flood\"}").statusCode())
                    .isEqualTo(201);
            Eventually.until("subscribed", () -> meters.get("siaga.broker.connected").gauge().value() == 1);
            HttpResponse<String> changed = change("awlr-1", "{\"receipts\":true}");
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
            assertThat(Running.json(changed).path("receipts").asBoolean()).isTrue();
            // A receipt follows a message, so the device goes on talking until it hears one.
            long[] number = {0};
            Eventually.until("a receipt", () -> {
                send(device, ++number[0]);
                return told.stream().anyMatch(each -> each.startsWith("city/flood/awlr-1/receipt {\"v\":1,\"seq\":"));
            });
            device.disconnect();
            device.close();
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    @Test
    void whatCannotBeChangedIsRefusedByName() throws Exception {
        system.city.device("awlr-2", "P2C");
        JsonNode errors = Running.json(change("awlr-2", "{\"receipts\":\"ya\",\"secret\":1}")).path("errors");
        assertThat(errors.findValuesAsText("field")).containsExactly("secret", "receipts");
        assertThat(change("nobody", "{\"receipts\":true}").statusCode()).isEqualTo(404);
        assertThat(Running.json(system.get("/api/v1/devices/awlr-2")).path("receipts")).hasToString("false");
    }

    private HttpResponse<String> change(String deviceId, String body) throws Exception {
        return system
                .send(system.request("/api/v1/devices/" + deviceId).method("PATCH", BodyPublishers.ofString(body)));
    }

    private Ingest ingest(String url, SimpleMeterRegistry meters) throws Exception {
        return Ingest.start(vertx, Database.connect(system.scratch.source().getJdbcUrl(), "", ""),
                new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                        Optional.of(BrokerSubscriptionConfig.of(url, "receipts")), LaneConfig.defaults(),
                        Enrolment.CLOSED),
                meters, Clock.systemUTC());
    }

    private MqttClient listening(String url) throws Exception {
        MqttClient device = new MqttClient(url, "device", new MemoryPersistence());
        device.connect();
        device.subscribe(new MqttSubscription[]{new MqttSubscription("city/+/+/receipt", 1)},
                new IMqttMessageListener[]{(topic, message) -> told
                        .add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8))});
        return device;
    }

    private static void send(MqttClient device, long number) {
        try {
            String payload = "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}"
                    .formatted(Instant.now().toEpochMilli(), number);
            device.publish("city/flood/awlr-1/telemetry",
                    new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, null));
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process mosquitto(Path home, int port) throws IOException {
        Path conf = Files.writeString(home.resolve("mosquitto.conf"),
                "listener %d 127.0.0.1%nallow_anonymous true%nuser %s%n".formatted(port,
                        System.getProperty("user.name")));
        Process broker = new ProcessBuilder(MOSQUITTO.toString(), "-c", conf.toString()).redirectErrorStream(true)
                .redirectOutput(home.resolve("mosquitto.log").toFile()).start();
        Eventually.until("the broker listens", () -> listens(port));
        return broker;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
