package id.siaga.ingest;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Registry.Enrolment;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;

/** The real ingestion on a real database, with devices that connect by real MQTT clients. */
final class RunningIngest implements AutoCloseable {

    static final String SECRET = "a-secret-of-the-test";

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Ingest ingest;
    private final TestDatabase database;

    RunningIngest(TestDatabase database) throws SQLException {
        this(database, Enrolment.CLOSED);
    }

    RunningIngest(TestDatabase database, Enrolment enrolment) throws SQLException {
        this(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(), Optional.empty(),
                LaneConfig.defaults(), enrolment));
    }

    RunningIngest(TestDatabase database, IngestConfig config) throws SQLException {
        this.database = database;
        this.ingest = Ingest.start(vertx, database.database(), config, meters, Clock.systemUTC());
    }

    Vertx vertx() {
        return vertx;
    }

    void register(String deviceId, String kind, String more) throws SQLException {
        String secret = HexFormat.of().formatHex(Registry.digest(SECRET));
        database.execute(
                """
                INSERT INTO telemetry.device (device_id, kind, name, status, secret_sha256, mount_mm, post)
                VALUES ('%s', '%s', '%s', 'active', decode('%s', 'hex'), %s)""".formatted(deviceId, kind, deviceId,
                        secret, more));
    }

    void registerGauge(String deviceId, String post) throws SQLException {
        register(deviceId, "flood", "11000, '" + post + "'");
    }

    MqttAsyncClient connect(String deviceId) throws MqttException {
        return connect(deviceId, SECRET);
    }

    static MqttAsyncClient connectTo(int port, String deviceId) throws MqttException {
        return connect(port, deviceId, SECRET);
    }

    MqttAsyncClient connect(String user, String secret) throws MqttException {
        return connect(port(), user, secret);
    }

    private static MqttAsyncClient connect(int port, String user, String secret) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, user, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setConnectionTimeout(10);
        client.connect(options).waitForCompletion(10_000);
        return client;
    }

    /** Publishes at QoS 1, waits for the PUBACK and returns its reason code. */
    static int publish(MqttAsyncClient client, String topic, String payload) throws MqttException {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        IMqttToken sent = client.publish(topic, message);
        sent.waitForCompletion(10_000);
        int[] codes = sent.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    static String level(Instant at, int distanceMm) {
        return "{\"v\":1,\"ts\":" + at.toEpochMilli() + ",\"m\":{\"water.distance\":" + distanceMm + "}}";
    }

    int port() {
        return ingest.mqttPort();
    }

    /** The HTTP server that {@code siaga ingest} alone opens. */
    IngestFront http() {
        return IngestFront.start(vertx, "127.0.0.1", 0, Optional.empty(),
                new IngestFront.Needs(ingest.httpDoor(), ingest::trouble, meters));
    }

    /** Where external brokers ask. */
    int brokerDoorPort() {
        return ingest.brokerDoorPort().orElseThrow();
    }

    Optional<String> databaseTrouble() {
        return ingest.databaseTrouble();
    }

    String metrics() {
        return meters.scrape();
    }

    @Override
    public void close() {
        ingest.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        meters.close();
    }
}
