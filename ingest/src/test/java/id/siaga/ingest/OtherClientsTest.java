package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/** Every quality of service, both versions of MQTT, and a client that is not ours. */
class OtherClientsTest {

    private static final Path MOSQUITTO_PUB = Path.of("/usr/bin/mosquitto_pub");
    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void atMostOnceIsStored() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        gauge.publish(TOPIC, new MqttMessage(level(now, 7_800).getBytes(StandardCharsets.UTF_8), 0, false, null))
                .waitForCompletion(10_000);
        Eventually.until("the reading is stored", () -> database.count("flood_reading") == 1);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void exactlyOnceCompletesAndIsStoredOnce() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        gauge.publish(TOPIC, new MqttMessage(level(now, 7_800).getBytes(StandardCharsets.UTF_8), 2, false, null))
                .waitForCompletion(10_000);
        assertThat(database.count("flood_reading")).isEqualTo(1);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void version3GetsItsPubackAfterTheCommit() throws Exception {
        MqttClient gauge = version3();
        BlockingQueue<Integer> acks = new ArrayBlockingQueue<>(1);
        gauge.publishCompletionHandler(acks::add);
        int packetId = join(
                gauge.publish(TOPIC, Buffer.buffer(level(now, 7_800)), MqttQoS.AT_LEAST_ONCE, false, false));
        assertThat(acks.poll(10, TimeUnit.SECONDS)).isEqualTo(packetId);
        assertThat(database.count("flood_reading")).isEqualTo(1);
        join(gauge.disconnect());
    }

    @Test
    void version3CompletesExactlyOnce() throws Exception {
        MqttClient gauge = version3();
        BlockingQueue<Integer> completed = new ArrayBlockingQueue<>(1);
        gauge.publishCompletionHandler(completed::add);
        int packetId = join(gauge.publish(TOPIC, Buffer.buffer(level(now, 7_800)), MqttQoS.EXACTLY_ONCE, false, false));
        assertThat(completed.poll(10, TimeUnit.SECONDS)).isEqualTo(packetId);
        assertThat(database.count("flood_reading")).isEqualTo(1);
        join(gauge.disconnect());
    }

    @Test
    void version3IsDisconnectedWhenItSpeaksForAnother() throws Exception {
        ingest.registerGauge("awlr-other", "CIKEAS");
        MqttClient gauge = version3();
        BlockingQueue<String> closed = new ArrayBlockingQueue<>(1);
        gauge.closeHandler(gone -> closed.add("closed"));
        join(gauge.publish("city/flood/awlr-other/telemetry", Buffer.buffer(level(now, 5_000)), MqttQoS.AT_LEAST_ONCE,
                false, false));
        assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(database.rows("SELECT reason, principal FROM telemetry.quarantine"))
                .containsExactly("NOT_PERMITTED|awlr-p2c");
        assertThat(database.count("flood_reading")).isZero();
    }

    @Test
    void mosquittoPublishesWithTheRightSecretOnly() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(MOSQUITTO_PUB),
                "NOT TESTED: " + MOSQUITTO_PUB + " is missing; install mosquitto-clients");
        for (String version : List.of("mqttv311", "mqttv5")) {
            Instant at = now.plusMillis(version.length());
            assertThat(mosquitto(version, RunningIngest.SECRET, level(at, 7_800))).isZero();
            assertThat(mosquitto(version, "wrong", level(at.plusSeconds(1), 7_800))).isNotZero();
        }
        assertThat(database.rows("SELECT device_id, distance_mm FROM telemetry.flood_reading"))
                .containsExactly("awlr-p2c|7800.0", "awlr-p2c|7800.0");
    }

    private int mosquitto(String version, String secret, String payload) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(MOSQUITTO_PUB.toString(), "-h", "127.0.0.1", "-p",
                Integer.toString(ingest.port()), "-V", version, "-q", "1", "-u", "awlr-p2c", "-P", secret, "-t", TOPIC,
                "-m", payload));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private MqttClient version3() {
        MqttClientOptions options = new MqttClientOptions();
        options.setClientId("v3").setUsername("awlr-p2c").setPassword(RunningIngest.SECRET);
        MqttClient client = MqttClient.create(ingest.vertx(), options);
        join(client.connect(ingest.port(), "127.0.0.1"));
        return client;
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
