package id.siaga.ingest.mqtt;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import id.siaga.ingest.telemetry.Message;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.MqttPublishMessage;

/** What Vert.x calls a publication or a will, in our words. */
final class Publications {

    private Publications() {
    }

    /** Retain on its way in asks a broker to keep the message; it does not make the sample an old one. */
    static Message message(MqttPublishMessage published) {
        return message(published.topicName(), published.payload().getBytes(), published.properties());
    }

    static Message message(MqttWill will) {
        byte[] payload = will.getWillMessageBytes();
        return message(will.getWillTopic(), payload == null ? new byte[0] : payload, properties(will));
    }

    /** MQTT 5 Will Delay Interval, else none. */
    static long delaySeconds(MqttWill will) {
        return properties(will).getProperty(MqttProperties.WILL_DELAY_INTERVAL) instanceof IntegerProperty seconds
                ? Integer.toUnsignedLong(seconds.value())
                : 0;
    }

    private static MqttProperties properties(MqttWill will) {
        MqttProperties properties = will.getWillProperties();
        return properties == null ? MqttProperties.NO_PROPERTIES : properties;
    }

    private static Message message(String topic, byte[] payload, MqttProperties properties) {
        if (properties.isEmpty()) {
            return Message.of(topic, payload, Instant.now());
        }
        Map<String, String> user = new HashMap<>();
        String contentType = null;
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            if (property instanceof UserProperty pair) {
                StringPair value = pair.value();
                user.put(value.key, value.value);
            } else if (property.propertyId() == MqttProperties.CONTENT_TYPE) {
                contentType = String.valueOf(property.value());
            }
        }
        return new Message(topic, payload, Instant.now(), false, contentType, user);
    }
}
