package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One network connection, used once, with a Paho client of its own. An ack that comes after the connection was lost
 * finds only that dead client, so it can never complete a packet of the next connection that bears the same id.
 */
final class BrokerConnection implements MqttCallback, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
    private static final int QOS = 1;
    private static final int RETAINED_WHEN_NEW = 1;
    private static final int FIRST_FAILURE = 0x80;
    private static final long FAREWELL_MS = 1_000;

    private final BrokerSubscriptionConfig config;
    private final Consumer<Arrival> arrivals;
    private final MqttAsyncClient client;
    private final AckOrder acks = new AckOrder(this::send);
    private final CountDownLatch lost = new CountDownLatch(1);
    private volatile boolean subscribed;

    BrokerConnection(BrokerSubscriptionConfig config, String clientId, Consumer<Arrival> arrivals)
            throws MqttException {
        this.config = config;
        this.arrivals = arrivals;
        this.client = new MqttAsyncClient(config.url(), clientId, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
    }

    /** @throws MqttException when the broker is away, or refuses us or every filter */
    void open(List<String> filters) throws MqttException {
        client.connect(options()).waitForCompletion(config.patience().connectWithin().toMillis());
        IMqttToken token = client.subscribe(filters.stream().map(BrokerConnection::subscription)
                .toArray(MqttSubscription[]::new));
        token.waitForCompletion(config.patience().connectWithin().toMillis());
        checkGranted(filters, token.getReasonCodes());
        subscribed = true;
    }

    boolean connected() {
        return subscribed && !lost() && client.isConnected();
    }

    boolean lost() {
        return lost.getCount() == 0;
    }

    boolean lostWithin(Duration time) throws InterruptedException {
        return lost.await(time.toMillis(), TimeUnit.MILLISECONDS) || !client.isConnected();
    }

    /** How long acks have waited for one that is not told; zero when none waits. */
    Duration heldBack() {
        return acks.heldBack();
    }

    /** Gives the connection up, so that the broker sends what is unacknowledged again on the next one. */
    void abandon() {
        lost.countDown();
    }

    void acknowledge(int packetId) {
        acks.committed(packetId);
    }

    /** @param then told how it went; null when nobody asks */
    boolean publish(String topic, MqttMessage message, @Nullable MqttActionListener then) {
        if (!connected()) {
            return false;
        }
        try {
            client.publish(topic, message, null, then);
            return true;
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("The broker did not take a publication to {}", topic);
            return false;
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage packet) {
        if (packet.getQos() > 0) {
            acks.arrived(packet.getId());
        }
        arrivals.accept(Arrival.of(this, topic, packet));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        LOG.atWarn().log("Broker connection of {} lost: {}", config, response);
        lost.countDown();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.atWarn().setCause(exception).log("Broker sent what MQTT does not allow");
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // A receipt that gets lost is followed by the next one.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The keeper's thread waits for this by the token.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No extended authentication is asked for.
    }

    /** Leaves the session at the broker: it collects messages until we come again. */
    @Override
    public void close() {
        boolean farewell = client.isConnected();
        lost.countDown();
        try {
            client.disconnectForcibly(0, FAREWELL_MS, farewell);
            client.close(true);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("Closing a broker connection that was already down");
        }
    }

    private void send(int packetId) {
        if (lost()) {
            return;
        }
        try {
            client.messageArrivedComplete(packetId, QOS);
        } catch (MqttException e) {
            LOG.atDebug().setCause(e).log("Ack {} came too late; the broker sends the message again", packetId);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(config.patience().sessionExpiry().toSeconds());
        options.setReceiveMaximum(config.bounds().receiveMaximum());
        options.setMaximumPacketSize((long) config.bounds().maxPacketBytes());
        options.setKeepAliveInterval((int) config.patience().keepAlive().toSeconds());
        options.setConnectionTimeout(Math.max(1, (int) config.patience().connectWithin().toSeconds()));
        options.setUseSubscriptionIdentifiers(false);
        config.authority().ifPresent(pem -> options.setSocketFactory(BrokerTrust.in(pem)));
        if (!config.user().isEmpty()) {
            options.setUserName(config.user());
            options.setPassword(config.password().getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    private static MqttSubscription subscription(String filter) {
        MqttSubscription subscription = new MqttSubscription(filter, QOS);
        subscription.setRetainAsPublished(true);
        subscription.setRetainHandling(RETAINED_WHEN_NEW);
        return subscription;
    }

    private static void checkGranted(List<String> filters, int[] reasons) throws MqttException {
        int granted = 0;
        for (int i = 0; i < reasons.length; i++) {
            if (reasons[i] < FIRST_FAILURE) {
                granted++;
            } else {
                LOG.atError().log("Broker refused filter {} with reason 0x{}", filters.get(i),
                        Integer.toHexString(reasons[i]));
            }
        }
        if (granted == 0) {
            throw new MqttException(reasons.length == 0 ? FIRST_FAILURE : reasons[0]);
        }
    }
}
