package id.siaga.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;

/**
 * One flood gauge of the load: three metrics a message, QoS 1, and a memory of what was acknowledged. Belongs to one
 * event loop.
 */
final class LoadDevice {

    private static final int MOST_IN_FLIGHT = 60_000;

    /** What a PUBACK will answer. */
    private record Sent(long intendedNanos, long deviceMillis) {
    }

    private final String deviceId;
    private final String topic;
    private final MqttClient client;
    private final Map<Integer, Sent> inFlight = new HashMap<>();
    private final List<Long> unanswered = new ArrayList<>();
    private final AckedTimes acked = new AckedTimes();
    private final Histogram latency;
    private Runnable whenAcked = () -> {
    };
    private long lastMillis;
    private long sequence;

    /** @param latency of all devices of the event loop together */
    LoadDevice(Vertx vertx, String deviceId, String secret, Histogram latency) {
        this.latency = latency;
        this.deviceId = deviceId;
        this.topic = "city/flood/" + deviceId + "/telemetry";
        MqttClientOptions options = new MqttClientOptions().setClientId(deviceId).setUsername(deviceId)
                .setPassword(secret).setMaxInflightQueue(MOST_IN_FLIGHT).setAckTimeout(-1).setKeepAliveInterval(60);
        options.setTcpNoDelay(true);
        this.client = MqttClient.create(vertx, options);
        client.publishCompletionHandler(this::acknowledged);
        client.closeHandler(closed -> lost());
    }

    Future<?> connect(String host, int port) {
        return client.connect(port, host);
    }

    Future<Void> disconnect() {
        return client.disconnect();
    }

    /** Called after each PUBACK: a closed loop sends its next message here. */
    void onAcked(Runnable next) {
        whenAcked = next;
    }

    /** Publishes one message that should have left at {@code intendedNanos}; nothing without a connection or room. */
    void send(long intendedNanos) {
        if (!client.isConnected() || inFlight.size() >= MOST_IN_FLIGHT) {
            return;
        }
        long millis = Math.max(System.currentTimeMillis(), lastMillis + 1);
        lastMillis = millis;
        publish(millis, intendedNanos);
    }

    private void publish(long millis, long intendedNanos) {
        sequence++;
        String payload = "{\"v\":1,\"ts\":" + millis + ",\"seq\":" + sequence + ",\"m\":{\"water.distance\":"
                + (9_000 + sequence % 1_000) + ",\"battery.voltage\":3.6,\"air.temperature\":27.5}}";
        client.publish(topic, Buffer.buffer(payload.getBytes(StandardCharsets.UTF_8)), MqttQoS.AT_LEAST_ONCE, false,
                false).onSuccess(id -> inFlight.put(id, new Sent(intendedNanos, millis)));
    }

    /** The connection is gone: what was on its way may or may not be stored, and must be sent again. */
    private void lost() {
        inFlight.values().forEach(sent -> unanswered.add(sent.deviceMillis()));
        inFlight.clear();
    }

    /** Device times of messages whose PUBACK never came. */
    List<Long> unanswered() {
        return List.copyOf(unanswered);
    }

    /** Publishes again what an earlier connection left unanswered. */
    void sendAgain(List<Long> deviceMillis) {
        deviceMillis.forEach(millis -> publish(millis, System.nanoTime()));
    }

    private void acknowledged(int packetId) {
        Sent sent = inFlight.remove(packetId);
        if (sent != null) {
            latency.recordValue(Math.min(System.nanoTime() - sent.intendedNanos(), latency.getHighestTrackableValue()));
            acked.add(sent.deviceMillis());
            whenAcked.run();
        }
    }

    String deviceId() {
        return deviceId;
    }

    AckedTimes acked() {
        return acked;
    }

    int waiting() {
        return inFlight.size();
    }
}
