package id.siaga.ingest.mqtt;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * A connection that may listen to the platform's own topics and say nothing. Looks regularly at what is kept, and asks
 * again whether it may before it tells something new. Runs on the connection's event loop.
 */
final class ReaderSession {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderSession.class);

    private static final int MQTT_5 = 5;

    private final Vertx vertx;
    private final PlatformTopics platform;
    private final DeviceEndpointConfig config;
    private final MqttEndpoint endpoint;
    private final SocketFlow flow;
    private final Presented who;
    private final ReaderSubscriptions subscriptions;
    private Map<String, byte[]> known = Map.of();

    ReaderSession(Doorway doorway, PlatformTopics platform, MqttEndpoint endpoint, SocketFlow flow, Presented who) {
        this.vertx = doorway.vertx();
        this.platform = platform;
        this.config = doorway.config();
        this.endpoint = endpoint;
        this.flow = flow;
        this.who = who;
        this.subscriptions = new ReaderSubscriptions(endpoint);
    }

    void open() {
        if (!platform.enter()) {
            endpoint.reject(endpoint.protocolVersion() == MQTT_5
                    ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY
                    : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
            return;
        }
        long look = vertx.setPeriodic(config.reviewEvery().toMillis(), tick -> look(() -> {
        }));
        endpoint.subscribeHandler(message -> look(() -> subscribed(message)))
                .unsubscribeHandler(message -> {
                    message.topics().forEach(subscriptions::remove);
                    endpoint.unsubscribeAcknowledge(message.messageId());
                }).publishHandler(published -> leave(MqttDisconnectReasonCode.NOT_AUTHORIZED))
                .exceptionHandler(broken -> leave(MqttDisconnectReasonCode.MALFORMED_PACKET))
                .closeHandler(closed -> {
                    vertx.cancelTimer(look);
                    platform.leave();
                });
        endpoint.accept(false);
    }

    private record Look(Map<String, byte[]> kept, boolean allowed) {
    }

    private void look(Runnable then) {
        Map<String, byte[]> before = known;
        vertx.executeBlocking(() -> look(before)).onComplete(done -> {
            if (!endpoint.isConnected()) {
                return;
            }
            if (done.failed()) {
                LOG.atWarn().setCause(done.cause()).log("The platform's topics cannot be read");
                leave(MqttDisconnectReasonCode.UNSPECIFIED_ERROR);
            } else if (done.result().allowed()) {
                tellNew(done.result().kept());
                then.run();
            } else {
                leave(MqttDisconnectReasonCode.NOT_AUTHORIZED);
            }
        });
    }

    private Look look(Map<String, byte[]> before) throws IOException, SQLException {
        Map<String, byte[]> kept = platform.kept().all();
        boolean isSame = kept.keySet().equals(before.keySet())
                && kept.entrySet().stream().allMatch(each -> Arrays.equals(each.getValue(), before.get(each.getKey())));
        return new Look(kept, isSame || platform.mayRead(who));
    }

    private void tellNew(Map<String, byte[]> kept) {
        Map<String, byte[]> before = known;
        known = kept;
        kept.forEach((topic, payload) -> {
            if (!Arrays.equals(payload, before.get(topic))) {
                subscriptions.tell(topic, payload);
            }
        });
    }

    private void subscribed(MqttSubscribeMessage message) {
        ReaderSubscriptions.Answer answer = subscriptions.add(message.topicSubscriptions());
        endpoint.subscribeAcknowledge(message.messageId(), answer.codes(), MqttProperties.NO_PROPERTIES);
        answer.retained().forEach(asked -> known.forEach((topic, payload) -> subscriptions.tellKept(asked, topic,
                payload)));
    }

    private void leave(MqttDisconnectReasonCode why) {
        flow.stop(SocketFlow.Stop.ENDED);
        if (endpoint.isConnected()) {
            endpoint.disconnect(why, MqttProperties.NO_PROPERTIES);
        }
    }
}
