package id.siaga.ingest.mqtt;

import java.util.List;
import java.util.Optional;

import id.siaga.ingest.registry.Account;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPubAckMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * What a connected device is told on what it subscribed to: its own receipts and its own commands, as a Sparkplug node
 * too. On the connection's event loop.
 */
final class OwnTopics {

    private static final int MQTT_5 = 5;

    /** The last level of a topic that the device may listen to. */
    private enum Leaf {
        RECEIPT, CMD, NODE
    }

    private final MqttEndpoint endpoint;
    private final Account account;
    private final ReceiptSubscription receipts;
    private final CommandSubscription commands;
    private final NodeSubscription node;

    OwnTopics(MqttEndpoint endpoint, Context context, Account account, Receipts receipts, CommandLines commands) {
        this.endpoint = endpoint;
        this.account = account;
        this.receipts = new ReceiptSubscription(endpoint, context, account.principal(), receipts);
        this.commands = new CommandSubscription(endpoint, context, account.principal(), commands);
        this.node = new NodeSubscription(endpoint, context, commands);
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
        if (account.isOwnNode(filter)) {
            return Optional.of(Leaf.NODE);
        }
        if (!account.maySubscribe(filter)) {
            return Optional.empty();
        }
        return switch (filter.substring(filter.lastIndexOf('/') + 1)) {
            case "receipt" -> Optional.of(Leaf.RECEIPT);
            case "cmd" -> Optional.of(Leaf.CMD);
            default -> Optional.empty();
        };
    }
}
