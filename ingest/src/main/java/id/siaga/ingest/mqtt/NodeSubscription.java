package id.siaga.ingest.mqtt;

import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;

/**
 * The node commands of a connected Sparkplug node, at QoS 0 as its specification has them: a rebirth that got lost is
 * asked for again by the node's next message. On the connection's event loop, but for the sending.
 */
final class NodeSubscription {

    private final MqttEndpoint endpoint;
    private final Context context;
    private final CommandLines lines;
    private CommandLines.@Nullable Line line;

    NodeSubscription(MqttEndpoint endpoint, Context context, CommandLines lines) {
        this.endpoint = endpoint;
        this.context = context;
        this.lines = lines;
    }

    /** No device is called as a topic with three slashes is, so the topic names the line. */
    void subscribe(String topic) {
        end();
        line = lines.open(topic, (payload, told) -> {
            context.runOnContext(now -> {
                if (endpoint.isConnected()) {
                    endpoint.publish(topic, Buffer.buffer(payload), MqttQoS.AT_MOST_ONCE, false, false);
                }
            });
            told.accept(Delivery.ARRIVED);
            return true;
        });
    }

    void end() {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
