package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** A device at the broker; a publish returns when the broker has acknowledged it. */
final class Sender implements AutoCloseable {

    private final MqttClient client;

    Sender(String url) throws MqttException {
        client = new MqttClient(url, "sender-" + System.nanoTime(), new MemoryPersistence());
        client.connect();
    }

    void publish(String topic, String text) throws MqttException {
        send(topic, message(text, 1));
    }

    void publish(String topic, String text, int qos) throws MqttException {
        send(topic, message(text, qos));
    }

    void publishDescribed(String topic, String text, String contentType, String property, String value)
            throws MqttException {
        MqttMessage message = message(text, 1);
        MqttProperties properties = new MqttProperties();
        properties.setContentType(contentType);
        properties.setUserProperties(List.of(new UserProperty(property, "first"), new UserProperty(property, value)));
        message.setProperties(properties);
        send(topic, message);
    }

    void publishRetained(String topic, String text) throws MqttException {
        MqttMessage message = message(text, 1);
        message.setRetained(true);
        send(topic, message);
    }

    /** Paho tells that a message is acknowledged before it counts it as such, so its own limit may need a moment. */
    private void send(String topic, MqttMessage message) throws MqttException {
        Instant deadline = Instant.now().plusSeconds(10);
        while (true) {
            try {
                client.publish(topic, message);
                return;
            } catch (MqttException e) {
                if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT
                        || Instant.now().isAfter(deadline)) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static MqttMessage message(String text, int qos) {
        MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8));
        message.setQos(qos);
        return message;
    }

    @Override
    public void close() throws MqttException {
        client.disconnect();
        client.close();
    }
}
