package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One persistent session at the broker. Its keeper thread connects, also to a broker that is not there yet, watches
 * what comes of it, and connects again after a loss; its {@link Porter} hands messages over.
 */
final class BrokerSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSession.class);
    private static final int QOS = 1;
    private static final Duration CHECK_EVERY = Duration.ofMillis(500);

    private final BrokerSubscriptionConfig config;
    private final String clientId;
    private final List<String> filters;
    private final BrokerMetrics metrics;
    private final Porter porter;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;
    private volatile @Nullable BrokerConnection connection;

    BrokerSession(BrokerSubscriptionConfig config, String clientId, List<String> filters, Intake intake,
            BrokerMetrics metrics) {
        this.config = config;
        this.clientId = clientId;
        this.filters = filters;
        this.metrics = metrics;
        this.porter = new Porter(clientId, config.bounds(), intake);
        this.keeper = Thread.ofPlatform().daemon().name("keeper-" + clientId).unstarted(this::keepConnected);
    }

    void start() {
        keeper.start();
    }

    /** Publishes without waiting; false while there is no connection to publish on. */
    boolean publish(String topic, byte[] payload) {
        BrokerConnection current = connection;
        return current != null && current.publish(topic, new MqttMessage(payload, QOS, false, null), null);
    }

    boolean publish(String topic, byte[] payload, Duration keep, Runnable arrived) {
        BrokerConnection current = connection;
        return current != null
                && current.publish(topic, BrokerArrival.message(payload, keep), new BrokerArrival(arrived));
    }

    boolean connected() {
        BrokerConnection current = connection;
        return current != null && current.connected();
    }

    /** Tells its threads to end, without waiting for them. */
    void leave() {
        closed.countDown();
        keeper.interrupt();
    }

    @Override
    public void close() {
        leave();
        try {
            keeper.join();
            porter.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepConnected() {
        Duration pause = Duration.ZERO;
        try {
            do {
                long began = System.nanoTime();
                attend();
                pause = next(pause, Duration.ofNanos(System.nanoTime() - began));
            } while (!closed.await(jittered(pause), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.atDebug().log("Broker session {} closed", clientId);
        }
    }

    private void attend() throws InterruptedException {
        porter.start();
        try (BrokerConnection attempt = new BrokerConnection(config, clientId, this::arrived)) {
            connection = attempt;
            attempt.open(filters);
            metrics.connections().increment();
            LOG.atInfo().log("Session {} subscribed to {} of {}", clientId, filters, config);
            watch(attempt);
        } catch (MqttException | RuntimeException e) {
            // What close() interrupts is no failure.
            LOG.atLevel(closed.getCount() > 0 ? Level.WARN : Level.DEBUG).log("No session {} of {}: {}", clientId,
                    config, e.toString());
        }
    }

    /** Returns when the connection is lost, or is up and yet of no use. */
    private void watch(BrokerConnection current) throws InterruptedException {
        while (!current.lostWithin(CHECK_EVERY)) {
            String trouble = trouble(current);
            if (!trouble.isEmpty()) {
                LOG.atError().log("Session {}: {}; connecting again to get what is unacknowledged", clientId, trouble);
                metrics.abandoned().increment();
                return;
            }
        }
    }

    private String trouble(BrokerConnection current) {
        if (!porter.alive()) {
            return "its porter has died";
        }
        return current.heldBack().compareTo(config.patience().heldBackFor()) > 0
                ? "a message was never committed, later ones were"
                : "";
    }

    /** A connection that held shows that the trouble is new; one that soon fell again must not hammer the broker. */
    private Duration next(Duration pause, Duration held) {
        Duration longest = config.patience().longestPause();
        if (pause.isZero() || held.compareTo(longest) > 0) {
            return config.patience().firstPause();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Half to all of the pause, so that many clients do not come back in step. */
    private static long jittered(Duration pause) {
        return ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
    }

    private void arrived(Arrival arrival) {
        metrics.messages().increment();
        porter.take(arrival);
    }
}
