package id.siaga.ingest.mqtt;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * The one thing a connected device may subscribe to: its own receipts. One is on its way at a time, so that a device
 * that does not read holds up nothing. On the connection's event loop, but for the receipts' own thread.
 */
final class ReceiptSubscription {

    private static final int LEVELS = 4;
    private static final int MQTT_5 = 5;

    private final MqttEndpoint endpoint;
    private final Context context;
    private final String deviceId;
    private final Receipts receipts;
    private final AtomicBoolean underway = new AtomicBoolean();
    private String topic = "";
    private Receipts.@Nullable Line line;

    ReceiptSubscription(MqttEndpoint endpoint, Context context, String deviceId, Receipts receipts) {
        this.endpoint = endpoint;
        this.context = context;
        this.deviceId = deviceId;
        this.receipts = receipts;
        endpoint.publishAcknowledgeHandler(messageId -> underway.set(false));
    }

    List<MqttSubAckReasonCode> subscribe(List<MqttTopicSubscription> asked) {
        return asked.stream().map(this::subscribe).toList();
    }

    private MqttSubAckReasonCode subscribe(MqttTopicSubscription asked) {
        if (!isOwn(asked.topicName())) {
            return endpoint.protocolVersion() == MQTT_5
                    ? MqttSubAckReasonCode.NOT_AUTHORIZED
                    : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
        }
        end();
        topic = asked.topicName();
        MqttQoS qos = asked.qualityOfService() == MqttQoS.AT_MOST_ONCE ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
        String to = topic;
        line = receipts.open(deviceId, payload -> send(to, payload, qos));
        return MqttSubAckReasonCode.qosGranted(qos);
    }

    void unsubscribe(List<String> topics) {
        if (topics.contains(topic)) {
            end();
        }
    }

    void end() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    private boolean isOwn(String filter) {
        String[] levels = filter.split("/", -1);
        return levels.length == LEVELS && levels[0].equals("city") && Kind.ofWord(levels[1]).isPresent()
                && levels[2].equals(deviceId) && levels[3].equals("receipt");
    }

    private boolean send(String to, byte[] payload, MqttQoS qos) {
        if (!underway.compareAndSet(false, true)) {
            return false;
        }
        context.runOnContext(now -> {
            if (endpoint.isConnected()) {
                endpoint.publish(to, Buffer.buffer(payload), qos, false, false).onComplete(written -> {
                    if (qos == MqttQoS.AT_MOST_ONCE) {
                        underway.set(false);
                    }
                });
            }
        });
        return true;
    }
}
