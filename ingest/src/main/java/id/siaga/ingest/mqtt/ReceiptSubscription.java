package id.siaga.ingest.mqtt;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;

/**
 * The receipts of a connected device. One is on its way at a time, so that a device that does not read holds up
 * nothing. On the connection's event loop, but for the receipts' own thread.
 */
final class ReceiptSubscription {

    private static final int PACKET_ID = 1;

    private final MqttEndpoint endpoint;
    private final Context context;
    private final String deviceId;
    private final Receipts receipts;
    private final AtomicBoolean underway = new AtomicBoolean();
    private Receipts.@Nullable Line line;

    ReceiptSubscription(MqttEndpoint endpoint, Context context, String deviceId, Receipts receipts) {
        this.endpoint = endpoint;
        this.context = context;
        this.deviceId = deviceId;
        this.receipts = receipts;
    }

    void subscribe(String topic, MqttQoS qos) {
        end();
        line = receipts.open(deviceId, payload -> send(topic, payload, qos));
    }

    void acknowledged() {
        underway.set(false);
    }

    void end() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    private boolean send(String to, byte[] payload, MqttQoS qos) {
        if (!underway.compareAndSet(false, true)) {
            return false;
        }
        context.runOnContext(now -> {
            if (endpoint.isConnected()) {
                endpoint.publish(to, Buffer.buffer(payload), qos, false, false, PACKET_ID).onComplete(written -> {
                    if (qos == MqttQoS.AT_MOST_ONCE) {
                        underway.set(false);
                    }
                });
            }
        });
        return true;
    }
}
