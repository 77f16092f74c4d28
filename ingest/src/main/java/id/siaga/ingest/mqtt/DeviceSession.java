package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Account;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Identity;
import id.siaga.ingest.registry.Refusal;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * One connected device. Runs on the connection's event loop; only acks come from elsewhere, a lane's thread, and hop
 * back.
 */
final class DeviceSession {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);
    private static final int MQTT_5 = 5;

    /** Client ids are unique among the connections of one device, so that no device can take over another's. */
    record Key(String deviceId, String clientId) {
    }

    private final DeviceEndpointConfig config;
    private final MqttEndpoint endpoint;
    private final Intake intake;
    private final Map<Key, DeviceSession> sessions;
    private final AckPost acks;
    private final Identity who;
    private final Registry registry;
    private volatile Instant reviewAt = Instant.MAX;
    private final Account account;
    private final Key key;
    private final SocketFlow flow;
    private final Inflow inflow;
    private final LastWill will;
    private final KeepAlive keepAlive;
    private final OwnTopics own;

    DeviceSession(Doorway doorway, MqttEndpoint endpoint, SocketFlow flow, Identity who) {
        Device device = who.device();
        Vertx vertx = doorway.vertx();
        this.config = doorway.config();
        this.endpoint = endpoint;
        this.intake = doorway.intake();
        this.sessions = doorway.sessions();
        this.acks = doorway.acks();
        this.who = who;
        this.registry = doorway.doorkeeper().registry();
        this.account = doorway.doorkeeper().account(device, config.maxPayloadBytes(),
                String.valueOf(endpoint.remoteAddress()));
        this.key = new Key(device.deviceId(), endpoint.clientIdentifier());
        this.flow = flow;
        this.inflow = new Inflow(doorway, flow, device, String.valueOf(endpoint.remoteAddress()), this::deliver);
        this.will = new LastWill(vertx, endpoint, intake, account, () -> doorway.sessions().containsKey(key));
        this.own = new OwnTopics(endpoint, vertx.getOrCreateContext(), device.deviceId(), doorway.receipts(),
                doorway.commands(), account::isOwnNode);
        this.keepAlive = new KeepAlive(vertx, Duration.ofSeconds(keepAliveSeconds()), flow::deaf,
                () -> {
                    will.vanished(Epitaph.of(device));
                    leave(MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT);
                });
    }

    void open() {
        endpoint.publishHandler(this::published).publishReleaseHandler(this::released)
                .subscribeHandler(this::subscribed).unsubscribeHandler(message -> {
                    own.unsubscribe(message.topics());
                    endpoint.unsubscribeAcknowledge(message.messageId());
                    wrote();
                }).pingHandler(ping -> wrote()).disconnectMessageHandler(bye -> will.saidGoodbye(bye.code()))
                .exceptionHandler(this::broken).closeHandler(closed -> closed());
        DeviceSession older = sessions.put(key, this);
        if (older != null) {
            older.dismiss(MqttDisconnectReasonCode.SESSION_TAKEN_OVER);
        }
        endpoint.accept(false, properties());
        flow.onSecondConnect(() -> end(Violation.SECOND_CONNECT));
        flow.gatherWrites();
        flow.dropKeepAliveWatch();
        keepAlive.watch();
        // What was revoked while it was being let in.
        review();
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
        Violation.in(message).ifPresentOrElse(this::end, () -> inflow.take(message));
    }

    private void deliver(MqttPublishMessage published) {
        Message message = Publications.message(published);
        Optional<Account.Objection> objection = account.objection(message);
        if (objection.isEmpty()) {
            intake.accept(account.principal(), message,
                    outcome -> acks.post(() -> settled(published, Verdict.of(outcome))));
        } else {
            refuse(published, message, objection.get());
        }
    }

    private void refuse(MqttPublishMessage published, Message message, Account.Objection objection) {
        boolean forbidden = objection.reason() == Reject.NOT_PERMITTED;
        intake.refuse(account.principal(), message, objection.reason(), objection.detail(), outcome -> acks
                .post(() -> settled(published, forbidden ? Verdict.FORBIDDEN : Verdict.of(outcome))));
    }

    private void settled(MqttPublishMessage published, Verdict verdict) {
        inflow.settled();
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
        message.topicSubscriptions().stream().map(MqttTopicSubscription::topicName)
                .filter(filter -> !account.maySubscribe(filter)).forEach(account::notGranted);
        endpoint.subscribeAcknowledge(message.messageId(), own.subscribe(message.topicSubscriptions()),
                MqttProperties.NO_PROPERTIES);
        wrote();
    }

    private void wrote() {
        keepAlive.heard();
        flow.heedWrites();
    }

    private void broken(Throwable cause) {
        end(Violation.of(cause));
    }

    private void end(Violation violation) {
        LOG.atInfo().addKeyValue("deviceId", account.principal()).addKeyValue("cause", violation.detail())
                .log("A device broke the protocol");
        account.violated(violation.refusal(), violation.detail());
        leave(violation.code());
    }

    /** Ends when it would not be let in as it was any more. Called from any thread. */
    void review() {
        reviewAt = registry.until(who);
        registry.ending(who).ifPresent(ending -> {
            switch (ending) {
                case REVOKED -> expel(Refusal.REVOKED, MqttDisconnectReasonCode.NOT_AUTHORIZED);
                case CHANGED -> expel(Refusal.CHANGED, MqttDisconnectReasonCode.ADMINISTRATIVE_ACTION);
            }
        });
    }

    /** As {@link #review}, when its credential may have ended by its own clock. */
    void reviewIfDue(Instant now) {
        if (!now.isBefore(reviewAt)) {
            review();
        }
    }

    private void expel(Refusal why, MqttDisconnectReasonCode code) {
        if (sessions.remove(key, this)) {
            account.violated(why, "");
            dismiss(code);
        }
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
            will.drop();
            leave(why);
        });
    }

    private void closed() {
        keepAlive.end();
        own.end();
        sessions.remove(key, this);
        will.execute();
    }
}
