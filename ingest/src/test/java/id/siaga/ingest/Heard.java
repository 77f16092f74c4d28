package id.siaga.ingest;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Keeps what a Paho client is sent. */
@SuppressWarnings("MissingOverride")
final class Heard implements MqttCallback {

    /** One publication. */
    record Publication(String topic, String payload) {
    }

    private final BlockingQueue<Publication> publications = new LinkedBlockingQueue<>();

    BlockingQueue<Publication> publications() {
        return publications;
    }

    public void messageArrived(String topic, MqttMessage message) {
        publications.add(new Publication(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
    }

    public void disconnected(MqttDisconnectResponse response) {
        // The test sees it by what fails.
    }

    public void mqttErrorOccurred(MqttException exception) {
        publications.add(new Publication("error", exception.toString()));
    }

    public void deliveryComplete(IMqttToken token) {
        // Waited for by the token.
    }

    public void connectComplete(boolean reconnect, String uri) {
        // Waited for by the token.
    }

    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // None is asked for.
    }
}
