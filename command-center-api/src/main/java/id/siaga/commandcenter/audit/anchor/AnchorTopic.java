package id.siaga.commandcenter.audit.anchor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.client.IMqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest anchor as a retained message at somebody else's broker: whoever wants can keep all of them.
 *
 * @param url {@code tcp://host:port} or {@code ssl://host:port}
 */
public record AnchorTopic(String url, MqttConnectionOptions login) implements AnchorPlace {
    /** Where it is. */
    public static final String TOPIC = "city/audit/anchor";
    private static final int QOS = 1;
    private static final long PATIENCE_MS = 10_000;
    private static final long KEPT_WITHIN_MS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(AnchorTopic.class);

    private interface Talk<T> {
        T with(IMqttAsyncClient client) throws MqttException, IOException;
    }

    @Override
    public String name() {
        return url + " " + TOPIC;
    }

    @Override
    public void put(String line) throws IOException {
        talk(client -> {
            client.publish(TOPIC, new MqttMessage(line.getBytes(StandardCharsets.UTF_8), QOS, true, null))
                    .waitForCompletion(PATIENCE_MS);
            return line;
        });
    }

    /** The anchor that is kept there. */
    public String get() throws IOException {
        FirstMessage first = new FirstMessage(new CompletableFuture<>());
        return talk(client -> {
            client.setCallback(first);
            client.subscribe(TOPIC, QOS).waitForCompletion(PATIENCE_MS);
            return first.within(KEPT_WITHIN_MS).orElseThrow(() -> new IOException(name() + " keeps no anchor"));
        });
    }

    private <T> T talk(Talk<T> talk) throws IOException {
        try {
            // An id of the broker's choice: two processes, or a check meanwhile, must not throw each other out.
            MqttAsyncClient client = new MqttAsyncClient(url, "", new MemoryPersistence());
            try {
                client.connect(login).waitForCompletion(PATIENCE_MS);
                return talk.with(client);
            } finally {
                leave(client);
            }
        } catch (MqttException e) {
            throw new IOException(name() + ": " + e.getMessage(), e);
        }
    }

    private void leave(MqttAsyncClient client) {
        try {
            if (client.isConnected()) {
                client.disconnect(PATIENCE_MS).waitForCompletion(PATIENCE_MS);
            }
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("{}: did not part in peace", name(), e);
        }
    }
}
