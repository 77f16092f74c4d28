package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.ingest.registry.Entry;
import id.siaga.ingest.registry.Refusal;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * A connection that was let in by a claim code. It may only subscribe to {@value #TOPIC}, is told its device id and
 * secret there, and ends when it has taken note, to come back as that device. Runs on the connection's event loop.
 */
final class ClaimSession {

    static final String TOPIC = "enrol/credentials";

    private final Doorway doorway;
    private final MqttEndpoint endpoint;
    private final Entry.Enrolled enrolled;

    ClaimSession(Doorway doorway, MqttEndpoint endpoint, Entry.Enrolled enrolled) {
        this.doorway = doorway;
        this.endpoint = endpoint;
        this.enrolled = enrolled;
    }

    void open() {
        endpoint.subscribeHandler(this::subscribed)
                .publishAcknowledgeHandler(told -> leave(MqttDisconnectReasonCode.NORMAL))
                .publishHandler(published -> refuse(Refusal.OTHERS_TOPIC, published.topicName()))
                .exceptionHandler(broken -> leave(MqttDisconnectReasonCode.MALFORMED_PACKET));
        endpoint.accept(false);
        Duration patience = doorway.config().claimWithin();
        long late = doorway.vertx().setTimer(patience.toMillis(),
                due -> leave(MqttDisconnectReasonCode.MAXIMUM_CONNECT_TIME));
        endpoint.closeHandler(closed -> doorway.vertx().cancelTimer(late));
    }

    private void subscribed(MqttSubscribeMessage message) {
        List<MqttSubAckReasonCode> answers = message.topicSubscriptions().stream()
                .map(each -> each.topicName().equals(TOPIC)
                        ? MqttSubAckReasonCode.GRANTED_QOS1
                        : MqttSubAckReasonCode.NOT_AUTHORIZED)
                .toList();
        endpoint.subscribeAcknowledge(message.messageId(), answers, MqttProperties.NO_PROPERTIES);
        if (answers.contains(MqttSubAckReasonCode.GRANTED_QOS1)) {
            tell();
        }
    }

    private void tell() {
        String payload = JsonNodeFactory.instance.objectNode().put("v", 1).put("device_id", enrolled.deviceId())
                .put("secret", enrolled.secret()).toString();
        endpoint.publish(TOPIC, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    private void refuse(Refusal why, String what) {
        doorway.doorkeeper().refused(enrolled.deviceId(), why, what, String.valueOf(endpoint.remoteAddress()));
        leave(MqttDisconnectReasonCode.NOT_AUTHORIZED);
    }

    private void leave(MqttDisconnectReasonCode why) {
        if (endpoint.isConnected()) {
            endpoint.disconnect(why, MqttProperties.NO_PROPERTIES);
        }
    }
}
