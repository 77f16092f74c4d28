package id.siaga.ingest.mqtt;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;

/**
 * One connected device. Runs on the connection's event loop; only acks come from elsewhere, a lane's thread, and hop
 * back. While the lanes are full or too much waits for its commit, the socket is not read.
 */
final class DeviceSession {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);
    private static final int MQTT_5 = 5;
    private static final long RETRY_MS = 2;

    private final Vertx vertx;
    private final DeviceEndpointConfig config;
    private final MqttEndpoint endpoint;
    private final Device device;
    private final Routes routes;
    private final Intake intake;
    private final Map<String, DeviceSession> sessions;
    private final Context context;
    private final SocketFlow flow;
    private final Queue<MqttPublishMessage> held = new ArrayDeque<>();
    private int inFlight;
    private boolean paused;
    private boolean saidGoodbye;
    private Instant lastHeard = Instant.now();

    DeviceSession(Vertx vertx, DeviceEndpointConfig config, MqttEndpoint endpoint, Device device, Routes routes,
            Intake intake, Map<String, DeviceSession> sessions) {
        this.vertx = vertx;
        this.config = config;
        this.endpoint = endpoint;
        this.device = device;
        this.routes = routes;
        this.intake = intake;
        this.sessions = sessions;
        this.context = vertx.getOrCreateContext();
        this.flow = new SocketFlow(endpoint);
    }

    void open() {
        DeviceSession older = sessions.put(endpoint.clientIdentifier(), this);
        if (older != null) {
            older.takenOver();
        }
        endpoint.publishHandler(this::published).publishReleaseHandler(endpoint::publishComplete)
                .subscribeHandler(this::refuseSubscription)
                .unsubscribeHandler(message -> endpoint.unsubscribeAcknowledge(message.messageId()))
                .pingHandler(ping -> lastHeard = Instant.now()).disconnectHandler(bye -> saidGoodbye = true)
                .exceptionHandler(this::broken).closeHandler(closed -> closed());
        endpoint.accept(false, properties());
        if (endpoint.keepAliveTimeSeconds() == 0) {
            watchSilence();
        }
    }

    private MqttProperties properties() {
        MqttProperties properties = new MqttProperties();
        if (endpoint.protocolVersion() == MQTT_5) {
            properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, config.maxInFlight()));
            properties.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, config.maxPacketBytes()));
        }
        return properties;
    }

    private void published(MqttPublishMessage message) {
        lastHeard = Instant.now();
        if (!held.isEmpty() || !intake.ready()) {
            held.add(message);
            pause();
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
            return;
        }
        handOver(message);
    }

    private void retryHeld() {
        while (!held.isEmpty() && intake.ready()) {
            handOver(held.remove());
        }
        if (held.isEmpty()) {
            resume();
        } else {
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
        }
    }

    private void handOver(MqttPublishMessage published) {
        Message message = message(published);
        Ack ack = ack(published);
        if (message.payload().length > config.maxPayloadBytes()) {
            intake.refuse(device.deviceId(), message, Reject.TOO_LARGE,
                    "payload: " + message.payload().length + " bytes, at most " + config.maxPayloadBytes(), ack);
        } else if (permitted(message.topic())) {
            intake.accept(device.deviceId(), message, ack);
        } else {
            forbid(published, message);
        }
    }

    /** The topic is the identity: a device speaks for itself; a topic that names nobody is for quarantine. */
    private boolean permitted(String topic) {
        Optional<Route> route = routes.match(topic, null);
        return route.isEmpty() || device.speaksFor(route.get().deviceId());
    }

    private void forbid(MqttPublishMessage published, Message message) {
        LOG.atWarn().addKeyValue("deviceId", device.deviceId()).addKeyValue("topic", message.topic())
                .log("A device spoke for another");
        intake.refuse(device.deviceId(), message, Reject.NOT_PERMITTED,
                "topic: " + device.deviceId() + " may not publish for another device", outcome -> {
                });
        if (endpoint.protocolVersion() == MQTT_5) {
            answer(published, MqttPubAckReasonCode.NOT_AUTHORIZED, MqttPubRecReasonCode.NOT_AUTHORIZED);
        } else {
            endpoint.close();
        }
    }

    private Message message(MqttPublishMessage published) {
        Map<String, String> user = new HashMap<>();
        String contentType = null;
        for (MqttProperties.MqttProperty<?> property : published.properties().listAll()) {
            if (property instanceof UserProperty pair) {
                StringPair value = pair.value();
                user.put(value.key, value.value);
            } else if (property.propertyId() == MqttProperties.CONTENT_TYPE) {
                contentType = String.valueOf(property.value());
            }
        }
        // Retain on its way in asks a broker to keep the message; it does not make the sample an old one.
        return new Message(published.topicName(), published.payload().getBytes(), Instant.now(), false, contentType,
                user);
    }

    private Ack ack(MqttPublishMessage published) {
        inFlight++;
        if (inFlight >= config.maxInFlight()) {
            pause();
        }
        return outcome -> context.runOnContext(back -> committed(published, outcome));
    }

    private void committed(MqttPublishMessage published, Ack.Outcome outcome) {
        inFlight--;
        if (held.isEmpty() && inFlight <= config.maxInFlight() / 2) {
            resume();
        }
        if (outcome == Ack.Outcome.QUARANTINED && endpoint.protocolVersion() == MQTT_5) {
            answer(published, MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID,
                    MqttPubRecReasonCode.PAYLOAD_FORMAT_INVALID);
        } else {
            answer(published, MqttPubAckReasonCode.SUCCESS, MqttPubRecReasonCode.SUCCESS);
        }
    }

    private void answer(MqttPublishMessage published, MqttPubAckReasonCode once, MqttPubRecReasonCode twice) {
        if (!endpoint.isConnected()) {
            return;
        }
        switch (published.qosLevel()) {
            case AT_LEAST_ONCE -> endpoint.publishAcknowledge(published.messageId(), once,
                    MqttProperties.NO_PROPERTIES);
            case EXACTLY_ONCE -> endpoint.publishReceived(published.messageId(), twice, MqttProperties.NO_PROPERTIES);
            case AT_MOST_ONCE, FAILURE -> {
            }
        }
    }

    private void refuseSubscription(MqttSubscribeMessage message) {
        endpoint.subscribeAcknowledge(message.messageId(),
                message.topicSubscriptions().stream().map(each -> MqttSubAckReasonCode.NOT_AUTHORIZED).toList(),
                MqttProperties.NO_PROPERTIES);
    }

    private void pause() {
        if (!paused) {
            paused = true;
            flow.pause();
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            flow.resume();
        }
    }

    private void broken(Throwable cause) {
        LOG.atInfo().addKeyValue("deviceId", device.deviceId()).addKeyValue("cause", cause.toString())
                .log("A device broke the protocol");
        if (endpoint.isConnected()) {
            if (endpoint.protocolVersion() == MQTT_5) {
                endpoint.disconnect(MqttDisconnectReasonCode.MALFORMED_PACKET, MqttProperties.NO_PROPERTIES);
            }
            endpoint.close();
        }
    }

    private void takenOver() {
        context.runOnContext(now -> {
            saidGoodbye = true;
            if (endpoint.isConnected()) {
                endpoint.close();
            }
        });
    }

    /** A client without keep-alive is closed after the longest silence that is allowed to anybody. */
    private void watchSilence() {
        vertx.setTimer(config.longestKeepAlive().toMillis(), due -> {
            if (!endpoint.isConnected()) {
                return;
            }
            if (Instant.now().isAfter(lastHeard.plus(config.longestKeepAlive()))) {
                endpoint.close();
            } else {
                watchSilence();
            }
        });
    }

    private void closed() {
        held.clear();
        sessions.remove(endpoint.clientIdentifier(), this);
        MqttWill will = endpoint.will();
        if (will.isWillFlag() && !saidGoodbye) {
            long delayMs = Math.max(1, willDelaySeconds(will) * 1_000L);
            vertx.setTimer(delayMs, due -> publishWill(will));
        }
    }

    private void publishWill(MqttWill will) {
        byte[] payload = will.getWillMessageBytes();
        if (sessions.containsKey(endpoint.clientIdentifier()) || !permitted(will.getWillTopic())) {
            return;
        }
        intake.accept(device.deviceId(),
                Message.of(will.getWillTopic(), payload == null ? new byte[0] : payload, Instant.now()), outcome -> {
                });
    }

    private static int willDelaySeconds(MqttWill will) {
        @Nullable
        MqttProperties properties = will.getWillProperties();
        MqttProperties.MqttProperty<?> delay = properties == null
                ? null
                : properties.getProperty(MqttProperties.WILL_DELAY_INTERVAL);
        return delay instanceof IntegerProperty seconds ? seconds.value() : 0;
    }
}
