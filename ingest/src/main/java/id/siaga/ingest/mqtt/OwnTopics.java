package id.siaga.ingest.mqtt;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import id.siaga.ingest.telemetry.Kind;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPubAckMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * What a connected device may subscribe to: its own receipts and its own commands, as a Sparkplug node too, nothing else. On the connection's
 * event loop.
 */
final class OwnTopics {

    private static final int LEVELS = 4;
    private static final int MQTT_5 = 5;

    /** The last level of a topic that the device may listen to. */
    private enum Leaf {
        RECEIPT, CMD, NODE
    }

    private final MqttEndpoint endpoint;
    private final String deviceId;
    private final ReceiptSubscription receipts;
    private final CommandSubscription commands;
    private final NodeSubscription node;
    private final Predicate<String> isOwnNode;

    OwnTopics(MqttEndpoint endpoint, Context context, String deviceId, Receipts receipts, CommandLines commands,
            Predicate<String> isOwnNode) {
        this.endpoint = endpoint;
        this.deviceId = deviceId;
        this.receipts = new ReceiptSubscription(endpoint, context, deviceId, receipts);
        this.commands = new CommandSubscription(endpoint, context, deviceId, commands);
        this.node = new NodeSubscription(endpoint, context, commands);
        this.isOwnNode = isOwnNode;
        endpoint.publishAcknowledgeMessageHandler(this::acknowledged);
    }

    List<MqttSubAckReasonCode> subscribe(List<MqttTopicSubscription> asked) {
        return asked.stream().map(this::subscribe).toList();
    }

    void unsubscribe(List<String> topics) {
        topics.forEach(topic -> leaf(topic).ifPresent(leaf -> {
            switch (leaf) {
                case RECEIPT -> receipts.end();
                case CMD -> commands.unsubscribe();
                case NODE -> node.end();
            }
        }));
    }

    void end() {
        receipts.end();
        commands.end();
        node.end();
    }

    private MqttSubAckReasonCode subscribe(MqttTopicSubscription asked) {
        String topic = asked.topicName();
        Optional<Leaf> leaf = leaf(topic);
        if (leaf.isEmpty()) {
            return endpoint.protocolVersion() == MQTT_5
                    ? MqttSubAckReasonCode.NOT_AUTHORIZED
                    : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
        }
        MqttQoS qos = asked.qualityOfService() == MqttQoS.AT_MOST_ONCE ? MqttQoS.AT_MOST_ONCE : MqttQoS.AT_LEAST_ONCE;
        switch (leaf.get()) {
            case RECEIPT -> receipts.subscribe(topic, qos);
            case CMD -> commands.subscribe(topic, qos);
            case NODE -> node.subscribe(topic);
        }
        return MqttSubAckReasonCode.qosGranted(qos);
    }

    private void acknowledged(MqttPubAckMessage ack) {
        if (ack.messageId() == CommandSubscription.PACKET_ID) {
            commands.settle(ack.code().isError() ? Delivery.REFUSED : Delivery.ARRIVED);
        } else {
            receipts.acknowledged();
        }
    }

    private Optional<Leaf> leaf(String filter) {
        if (isOwnNode.test(filter)) {
            return Optional.of(Leaf.NODE);
        }
        String[] levels = filter.split("/", -1);
        boolean own = levels.length == LEVELS && levels[0].equals("city") && Kind.ofWord(levels[1]).isPresent()
                && levels[2].equals(deviceId);
        if (!own) {
            return Optional.empty();
        }
        return switch (levels[3]) {
            case "receipt" -> Optional.of(Leaf.RECEIPT);
            case "cmd" -> Optional.of(Leaf.CMD);
            default -> Optional.empty();
        };
    }
}
