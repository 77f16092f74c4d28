package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.ingest.registry.Claimed;
import id.siaga.ingest.registry.Entry;
import id.siaga.ingest.registry.Refusal;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * A connection that was let in by a claim code. It may only subscribe to {@value #TOPIC}, which uses the code up, is
 * told its device id and secret there, and ends when it has taken note, to come back as that device. Runs on the
 * connection's event loop.
 */
final class ClaimSession {

    static final String TOPIC = "enrol/credentials";

    private final Doorway doorway;
    private final MqttEndpoint endpoint;
    private final SocketFlow flow;
    private final Entry.Claim claim;
    private @Nullable Future<Claimed> claimed;

    ClaimSession(Doorway doorway, MqttEndpoint endpoint, SocketFlow flow, Entry.Claim claim) {
        this.doorway = doorway;
        this.endpoint = endpoint;
        this.flow = flow;
        this.claim = claim;
    }

    void open() {
        endpoint.subscribeHandler(this::subscribed)
                .publishAcknowledgeHandler(told -> leave(MqttDisconnectReasonCode.NORMAL))
                .publishHandler(published -> {
                    refused(Refusal.OTHERS_TOPIC, published.topicName());
                    leave(MqttDisconnectReasonCode.NOT_AUTHORIZED);
                }).exceptionHandler(broken -> leave(MqttDisconnectReasonCode.MALFORMED_PACKET));
        endpoint.accept(false);
        Duration patience = doorway.config().claimWithin();
        long late = doorway.vertx().setTimer(patience.toMillis(),
                due -> leave(MqttDisconnectReasonCode.MAXIMUM_CONNECT_TIME));
        endpoint.closeHandler(closed -> doorway.vertx().cancelTimer(late));
    }

    private void subscribed(MqttSubscribeMessage message) {
        List<String> filters = message.topicSubscriptions().stream().map(MqttTopicSubscription::topicName).toList();
        filters.stream().filter(filter -> !filter.equals(TOPIC))
                .forEach(filter -> refused(Refusal.SUBSCRIPTION, filter));
        if (filters.contains(TOPIC)) {
            claimed().onSuccess(outcome -> answer(message.messageId(), filters, outcome));
        } else {
            acknowledge(message.messageId(), filters, MqttSubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    /** Once for a connection, however often it subscribes. */
    private Future<Claimed> claimed() {
        Future<Claimed> already = claimed;
        if (already != null) {
            return already;
        }
        Promise<Claimed> outcome = Promise.promise();
        claimed = outcome.future();
        doorway.vertx().executeBlocking(() -> doorway.doorkeeper().redeem(claim), false)
                .onComplete(done -> outcome.complete(done.succeeded()
                        ? done.result()
                        : new Entry.Refused(claim.user(), Refusal.NO_REGISTRY, "")));
        return outcome.future();
    }

    private void answer(int messageId, List<String> filters, Claimed outcome) {
        if (!endpoint.isConnected()) {
            return;
        }
        switch (outcome) {
            case Claimed.Enrolled enrolled -> {
                acknowledge(messageId, filters, MqttSubAckReasonCode.GRANTED_QOS1);
                tell(enrolled);
            }
            case Entry.Refused refused -> {
                acknowledge(messageId, filters, MqttSubAckReasonCode.NOT_AUTHORIZED);
                refused(refused.why(), refused.what());
                leave(MqttDisconnectReasonCode.NOT_AUTHORIZED);
            }
        }
    }

    private void acknowledge(int messageId, List<String> filters, MqttSubAckReasonCode ours) {
        endpoint.subscribeAcknowledge(messageId,
                filters.stream().map(filter -> filter.equals(TOPIC) ? ours : MqttSubAckReasonCode.NOT_AUTHORIZED)
                        .toList(),
                MqttProperties.NO_PROPERTIES);
    }

    private void tell(Claimed.Enrolled enrolled) {
        String payload = JsonNodeFactory.instance.objectNode().put("v", 1).put("device_id", enrolled.deviceId())
                .put("secret", enrolled.secret()).toString();
        endpoint.publish(TOPIC, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    private void refused(Refusal why, String what) {
        doorway.doorkeeper().refused(claim.user(), why, what, String.valueOf(endpoint.remoteAddress()));
    }

    private void leave(MqttDisconnectReasonCode why) {
        // Vert.x takes what still comes after the end, such as the client's own DISCONNECT, for an error.
        flow.stop(SocketFlow.Stop.ENDED);
        if (endpoint.isConnected()) {
            endpoint.disconnect(why, MqttProperties.NO_PROPERTIES);
        }
    }
}
