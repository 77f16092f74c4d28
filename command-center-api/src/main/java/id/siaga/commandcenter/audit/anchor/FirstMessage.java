package id.siaga.commandcenter.audit.anchor;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Waits for the first message that comes. */
record FirstMessage(CompletableFuture<String> text) implements MqttCallback {

    /** Empty when none came, or the connection went. */
    Optional<String> within(long milliseconds) {
        try {
            return Optional.of(text.get(milliseconds, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        text.complete(new String(message.getPayload(), StandardCharsets.UTF_8));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        text.completeExceptionally(new IllegalStateException("disconnected"));
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        text.completeExceptionally(failure);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
    }

    @Override
    public void connectComplete(boolean again, String server) {
    }

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {
    }
}
