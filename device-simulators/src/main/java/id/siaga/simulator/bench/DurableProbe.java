package id.siaga.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;

import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

import id.siaga.simulator.fleet.Endpoint;

/**
 * One more gauge at the broker, which looks into the database until its reading is there: the only clock that sees a
 * message from its publication to its commit. Looks about once a millisecond.
 */
final class DurableProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String deviceId;
    private final Endpoint broker;
    private final String databaseUrl;

    DurableProbe(String deviceId, Endpoint broker, String databaseUrl) {
        this.deviceId = deviceId;
        this.broker = broker;
        this.databaseUrl = databaseUrl;
    }

    /** Nanoseconds from before the publication until the reading could be selected. */
    Histogram measure(Duration duration) throws MqttException, SQLException, InterruptedException {
        Histogram latency = new Histogram(60_000_000_000L, 3);
        long end = System.nanoTime() + duration.toNanos();
        MqttClient client = new MqttClient("tcp://" + broker.host() + ":" + broker.port(), deviceId,
                new MemoryPersistence());
        client.connect();
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM telemetry.flood_reading WHERE device_id = ? AND observed_at = ?")) {
            while (System.nanoTime() < end) {
                latency.recordValue(once(client, select));
                Thread.sleep(PAUSE);
            }
        } finally {
            client.disconnect();
            client.close();
        }
        return latency;
    }

    private long once(MqttClient client, PreparedStatement select)
            throws MqttException, SQLException, InterruptedException {
        long millis = System.currentTimeMillis();
        long began = System.nanoTime();
        byte[] payload = ("{\"v\":1,\"ts\":" + millis + ",\"m\":{\"water.distance\":9000}}")
                .getBytes(StandardCharsets.UTF_8);
        client.publish("city/flood/" + deviceId + "/telemetry", payload, 1, false);
        select.setString(1, deviceId);
        select.setTimestamp(2, new Timestamp(millis));
        while (!found(select)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("a reading did not reach the database within " + PATIENCE);
            }
            Thread.sleep(1);
        }
        return System.nanoTime() - began;
    }

    private static boolean found(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }
}
