package id.siaga.ingest.mqtt;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;

/**
 * The commands of a connected device: one is on its way at a time, so that their order is kept. On the connection's
 * event loop, but for {@link #send}.
 */
final class CommandSubscription {

    /** One is in flight, so its packet id is always the same; receipts have another. */
    static final int PACKET_ID = 2;

    private final MqttEndpoint endpoint;
    private final Context context;
    private final String deviceId;
    private final CommandLines lines;
    private final AtomicReference<@Nullable Consumer<Delivery>> underway = new AtomicReference<>();
    private CommandLines.@Nullable Line line;

    CommandSubscription(MqttEndpoint endpoint, Context context, String deviceId, CommandLines lines) {
        this.endpoint = endpoint;
        this.context = context;
        this.deviceId = deviceId;
        this.lines = lines;
    }

    void subscribe(String topic, MqttQoS qos) {
        unsubscribe();
        line = lines.open(deviceId, (payload, told) -> send(topic, qos, payload, told));
    }

    void unsubscribe() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    /** The connection is closed. */
    void end() {
        unsubscribe();
        settle(Delivery.LOST);
    }

    void settle(Delivery outcome) {
        Consumer<Delivery> told = underway.getAndSet(null);
        if (told != null) {
            told.accept(outcome);
        }
    }

    private boolean send(String topic, MqttQoS qos, byte[] payload, Consumer<Delivery> told) {
        if (!underway.compareAndSet(null, told)) {
            return false;
        }
        context.runOnContext(now -> {
            if (endpoint.isConnected()) {
                endpoint.publish(topic, Buffer.buffer(payload), qos, false, false, PACKET_ID)
                        .onSuccess(written -> wrote(qos)).onFailure(broken -> settle(Delivery.LOST));
            } else {
                settle(Delivery.LOST);
            }
        });
        return true;
    }

    private void wrote(MqttQoS qos) {
        if (qos == MqttQoS.AT_MOST_ONCE) {
            settle(Delivery.ARRIVED);
        }
    }
}
