package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.mqtt.SocketFlow.Stop;
import id.siaga.ingest.registry.Allowance;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Throttle;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * One connected device. Runs on the connection's event loop; only acks come from elsewhere, a lane's thread, and hop
 * back. While the lanes are full, too much waits for its commit, or the device does not read its acks, the socket is
 * not read.
 */
final class DeviceSession {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);
    private static final int MQTT_5 = 5;
    private static final long RETRY_MS = 2;
    private static final Ack NOBODY = outcome -> {
    };

    /** Client ids are unique among the connections of one device, so that no device can take over another's. */
    record Key(String deviceId, String clientId) {
    }

    private final Vertx vertx;
    private final DeviceEndpointConfig config;
    private final MqttEndpoint endpoint;
    private final Device device;
    private final Routes routes;
    private final Intake intake;
    private final Map<Key, DeviceSession> sessions;
    private final AckPost acks;
    private final Throttle throttle;
    private final Allowance allowance;
    private final Key key;
    private final SocketFlow flow;
    private final KeepAlive keepAlive;
    private final ReceiptSubscription receipts;
    private final Queue<MqttPublishMessage> held = new ArrayDeque<>();
    private int inFlight;
    private String ownTopic = "";
    private boolean willDropped;

    DeviceSession(Doorway doorway, MqttEndpoint endpoint, SocketFlow flow, Device device) {
        this.vertx = doorway.vertx();
        this.config = doorway.config();
        this.endpoint = endpoint;
        this.flow = flow;
        this.device = device;
        this.routes = doorway.routes();
        this.intake = doorway.intake();
        this.sessions = doorway.sessions();
        this.acks = doorway.acks();
        this.throttle = doorway.throttle();
        this.allowance = throttle.allowance(device);
        this.key = new Key(device.deviceId(), endpoint.clientIdentifier());
        this.receipts = new ReceiptSubscription(endpoint, vertx.getOrCreateContext(), device.deviceId(),
                doorway.receipts());
        this.keepAlive = new KeepAlive(vertx, Duration.ofSeconds(keepAliveSeconds()), flow::deaf,
                () -> leave(MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT));
    }

    void open() {
        endpoint.publishHandler(this::published).publishReleaseHandler(this::released)
                .subscribeHandler(this::subscribed).unsubscribeHandler(message -> {
                    receipts.unsubscribe(message.topics());
                    endpoint.unsubscribeAcknowledge(message.messageId());
                    wrote();
                }).pingHandler(ping -> wrote()).disconnectMessageHandler(bye -> saidGoodbye(bye.code()))
                .exceptionHandler(this::broken).closeHandler(closed -> closed());
        DeviceSession older = sessions.put(key, this);
        if (older != null) {
            older.dismiss(MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
        }
        endpoint.accept(false, properties());
        flow.gatherWrites();
        flow.dropKeepAliveWatch();
        keepAlive.watch();
    }

    private int keepAliveSeconds() {
        int longest = (int) config.longestKeepAlive().toSeconds();
        int asked = endpoint.keepAliveTimeSeconds();
        return asked == 0 ? longest : Math.min(asked, longest);
    }

    private MqttProperties properties() {
        MqttProperties properties = new MqttProperties();
        if (endpoint.protocolVersion() == MQTT_5) {
            properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, config.maxInFlight()));
            properties.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, config.maxPacketBytes()));
            if (keepAliveSeconds() != endpoint.keepAliveTimeSeconds()) {
                properties.add(new IntegerProperty(MqttProperties.SERVER_KEEP_ALIVE, keepAliveSeconds()));
            }
        }
        return properties;
    }

    private void published(MqttPublishMessage message) {
        keepAlive.heard();
        keepToQuota();
        if (held.isEmpty() && intake.ready()) {
            handOver(message);
            return;
        }
        held.add(message);
        if (held.size() == 1) {
            flow.stop(Stop.LANES_FULL);
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
        }
    }

    /** Of a device that sends too much only its own socket waits. */
    private void keepToQuota() {
        long pause = allowance.take(System.nanoTime());
        if (pause > 0 && !flow.stopped(Stop.OVER_QUOTA)) {
            flow.stop(Stop.OVER_QUOTA);
            throttle.held(device, String.valueOf(endpoint.remoteAddress()));
            vertx.setTimer(pause, over -> flow.go(Stop.OVER_QUOTA));
        }
    }

    private void retryHeld() {
        while (!held.isEmpty() && intake.ready()) {
            handOver(held.remove());
        }
        if (held.isEmpty()) {
            flow.go(Stop.LANES_FULL);
        } else {
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
        }
    }

    private void handOver(MqttPublishMessage published) {
        if (++inFlight >= config.maxInFlight()) {
            flow.stop(Stop.IN_FLIGHT);
        }
        try {
            deliver(Publications.message(published),
                    outcome -> acks.post(() -> settled(published, Verdict.of(outcome))),
                    outcome -> acks.post(() -> settled(published, Verdict.FORBIDDEN)));
        } catch (Error e) {
            // Never acknowledged, so the device brings it again; on this connection it would only hold a place.
            flow.cut();
            throw e;
        }
    }

    private void deliver(Message message, Ack ack, Ack forbidden) {
        if (message.payload().length > config.maxPayloadBytes()) {
            intake.refuse(device.deviceId(), message, Reject.TOO_LARGE,
                    "payload: " + message.payload().length + " bytes, at most " + config.maxPayloadBytes(), ack);
        } else if (permitted(message.topic())) {
            intake.accept(device.deviceId(), message, ack);
        } else {
            LOG.atWarn().addKeyValue("deviceId", device.deviceId()).addKeyValue("topic", message.topic())
                    .log("A device spoke for another");
            intake.refuse(device.deviceId(), message, Reject.NOT_PERMITTED,
                    "topic: " + device.deviceId() + " may not publish for another device", forbidden);
        }
    }

    /** The topic is the identity: a device speaks for itself; a topic that names nobody is for quarantine. */
    private boolean permitted(String topic) {
        if (topic.equals(ownTopic)) {
            return true;
        }
        Optional<Route> route = routes.match(topic, null);
        boolean own = route.isEmpty() || device.speaksFor(route.get().deviceId());
        ownTopic = own ? topic : ownTopic;
        return own;
    }

    private void settled(MqttPublishMessage published, Verdict verdict) {
        inFlight--;
        if (inFlight <= config.maxInFlight() / 2) {
            flow.go(Stop.IN_FLIGHT);
        }
        if (endpoint.protocolVersion() == MQTT_5) {
            answer(published, verdict);
        } else {
            verdict.closing().ifPresentOrElse(this::leave, () -> answer(published, Verdict.ACCEPTED));
        }
    }

    private void answer(MqttPublishMessage published, Verdict verdict) {
        if (!endpoint.isConnected()) {
            return;
        }
        switch (published.qosLevel()) {
            case AT_LEAST_ONCE -> endpoint.publishAcknowledge(published.messageId(), verdict.pubAck(),
                    MqttProperties.NO_PROPERTIES);
            case EXACTLY_ONCE -> endpoint.publishReceived(published.messageId(), verdict.pubRec(),
                    MqttProperties.NO_PROPERTIES);
            case AT_MOST_ONCE, FAILURE -> {
            }
        }
        flow.heedWrites();
    }

    private void released(int messageId) {
        endpoint.publishComplete(messageId);
        wrote();
    }

    private void subscribed(MqttSubscribeMessage message) {
        endpoint.subscribeAcknowledge(message.messageId(), receipts.subscribe(message.topicSubscriptions()),
                MqttProperties.NO_PROPERTIES);
        wrote();
    }

    private void wrote() {
        keepAlive.heard();
        flow.heedWrites();
    }

    private void broken(Throwable cause) {
        LOG.atInfo().addKeyValue("deviceId", device.deviceId()).addKeyValue("cause", cause.toString())
                .log("A device broke the protocol");
        leave(MqttDisconnectReasonCode.MALFORMED_PACKET);
    }

    /** Closes, with the reason for clients that understand one. */
    private void leave(MqttDisconnectReasonCode why) {
        if (flow.clogged()) {
            flow.cut();
        } else if (endpoint.isConnected()) {
            endpoint.disconnect(why, MqttProperties.NO_PROPERTIES);
        }
    }

    /** Closes for a reason that is not the device's, so that its will stays unsaid. Called from any thread. */
    void dismiss(MqttDisconnectReasonCode why) {
        acks.post(() -> {
            willDropped = true;
            leave(why);
        });
    }

    private void saidGoodbye(MqttDisconnectReasonCode how) {
        willDropped = how != MqttDisconnectReasonCode.WITH_WILL_MESSAGE;
    }

    private void closed() {
        keepAlive.end();
        receipts.end();
        sessions.remove(key, this);
        MqttWill will = endpoint.will();
        if (will.isWillFlag() && !willDropped) {
            vertx.setTimer(Math.max(1, Publications.delaySeconds(will) * 1_000L), due -> publishWill(will));
        }
    }

    private void publishWill(MqttWill will) {
        if (sessions.containsKey(key)) {
            return;
        }
        if (intake.ready()) {
            deliver(Publications.message(will), NOBODY, NOBODY);
        } else {
            vertx.setTimer(RETRY_MS, retry -> publishWill(will));
        }
    }
}
