package id.siaga.ingest.mqtt;

import id.siaga.ingest.registry.Refusal;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Optional;

/** What a client sent that ends its connection, and the MQTT 5 reason code it is told. */
record Violation(Refusal refusal, MqttDisconnectReasonCode code, String detail) {

    /** What the codec reads a byte as that belongs to no character. */
    private static final char NOT_UTF8 = '\uFFFD';

    static final Violation SECOND_CONNECT = new Violation(Refusal.PROTOCOL, MqttDisconnectReasonCode.PROTOCOL_ERROR,
            "second CONNECT");

    /** What the codec could not read. */
    static Violation of(Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        if (cause instanceof TooLongFrameException || words.contains("too large message")) {
            return new Violation(Refusal.PACKET_TOO_LARGE, MqttDisconnectReasonCode.PACKET_TOO_LARGE, words);
        }
        if (words.contains("topic name")) {
            return new Violation(Refusal.TOPIC_NAME, MqttDisconnectReasonCode.TOPIC_NAME_INVALID, words);
        }
        return new Violation(Refusal.MALFORMED, MqttDisconnectReasonCode.MALFORMED_PACKET, words);
    }

    /** What the codec lets pass and MQTT does not: no aliases were offered (§3.2.2.3.8), and names are UTF-8 (§1.5.4). */
    static Optional<Violation> in(MqttPublishMessage published) {
        String topic = published.topicName();
        if (published.properties().getProperty(MqttProperties.TOPIC_ALIAS) != null) {
            return Optional.of(new Violation(Refusal.PROTOCOL, MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID,
                    "topic alias"));
        }
        if (topic.indexOf(NOT_UTF8) >= 0 || topic.indexOf('\0') >= 0) {
            return Optional.of(new Violation(Refusal.MALFORMED, MqttDisconnectReasonCode.MALFORMED_PACKET, topic));
        }
        return topic.isEmpty()
                ? Optional.of(new Violation(Refusal.TOPIC_NAME, MqttDisconnectReasonCode.TOPIC_NAME_INVALID, ""))
                : Optional.empty();
    }
}
