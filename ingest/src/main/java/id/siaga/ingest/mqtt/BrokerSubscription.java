package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The door towards an external MQTT 5 broker: subscribes at QoS 1 in a persistent session and acknowledges a message
 * only when its {@link Ack} is told. A keeper thread connects, also to a broker that is not there yet, and connects
 * again after a loss; a porter thread hands messages over and is the one that blocks while the lanes are full.
 */
public final class BrokerSubscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSubscription.class);
    private static final long OFFER_MS = 100;

    private final BrokerSubscriptionConfig config;
    private final List<String> filters;
    private final Intake intake;
    private final BlockingQueue<Arrival> arrivals;
    private final Counter messages;
    private final Counter connections;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper = Thread.ofPlatform().daemon().name("broker-keeper").unstarted(this::keepConnected);
    private final Thread porter = Thread.ofPlatform().daemon().name("broker-porter").unstarted(this::carry);
    private volatile @Nullable BrokerConnection connection;

    /**
     * @param filters topic filters; {@code $share/group/filter} divides telemetry among processes, but brings no
     *        retained state and does not keep one device's order, so presence must not be shared
     * @throws IllegalArgumentException when there is no filter or one that MQTT does not allow
     */
    public BrokerSubscription(BrokerSubscriptionConfig config, List<String> filters, Intake intake,
            MeterRegistry meters) {
        this.config = config;
        this.filters = checked(filters);
        this.intake = intake;
        // As much as the broker may send unacknowledged: Paho's own threads then never wait for the lanes,
        // keep reading ping responses, and the connection survives any back-pressure.
        this.arrivals = new ArrayBlockingQueue<>(config.receiveMaximum());
        this.messages = Counter.builder("siaga.broker.messages").description("Messages the broker sent")
                .register(meters);
        this.connections = Counter.builder("siaga.broker.connections").description("Connections made to the broker")
                .register(meters);
        Gauge.builder("siaga.broker.connected", this, self -> self.connected() ? 1 : 0)
                .description("1 while subscribed at the broker").register(meters);
    }

    /** Returns at once; the broker may come later. */
    public void start() {
        porter.start();
        keeper.start();
    }

    /** Whether the broker has granted the subscription on a connection that is up. */
    public boolean connected() {
        BrokerConnection current = connection;
        return current != null && current.connected();
    }

    /** Publishes at QoS 1 without waiting; false while there is no connection to publish on. */
    public boolean publish(String topic, byte[] payload) {
        BrokerConnection current = connection;
        return current != null && current.publish(topic, payload);
    }

    /** Disconnects; what is not acknowledged stays in the session at the broker. */
    @Override
    public void close() {
        closed.countDown();
        keeper.interrupt();
        porter.interrupt();
        try {
            keeper.join();
            porter.join();
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
            LOG.atDebug().log("Broker subscription closed");
        }
    }

    private void attend() throws InterruptedException {
        try (BrokerConnection attempt = new BrokerConnection(config, this::arrived)) {
            connection = attempt;
            attempt.open(filters);
            connections.increment();
            LOG.atInfo().log("Subscribed to {} filters as {}", filters.size(), config);
            attempt.awaitLoss();
        } catch (MqttException | RuntimeException e) {
            // What close() interrupts is no failure.
            LOG.atLevel(closed.getCount() > 0 ? Level.WARN : Level.DEBUG).log("No subscription as {}: {}", config,
                    e.toString());
        }
    }

    /** A connection that held shows that the trouble is new; one that soon fell again must not hammer the broker. */
    private Duration next(Duration pause, Duration held) {
        if (pause.isZero() || held.compareTo(config.longestPause()) > 0) {
            return config.firstPause();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(config.longestPause()) < 0 ? doubled : config.longestPause();
    }

    /** Half to all of the pause, so that many clients do not come back in step. */
    private static long jittered(Duration pause) {
        return ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1);
    }

    /** On Paho's thread. Waits only when QoS 0, which no Receive Maximum bounds, has filled the queue. */
    private void arrived(Arrival arrival) {
        messages.increment();
        try {
            while (!arrival.connection().lost() && !arrivals.offer(arrival, OFFER_MS, TimeUnit.MILLISECONDS)) {
                arrivals.removeIf(Arrival::comesAgain);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry() {
        try {
            while (closed.getCount() > 0) {
                handOver(arrivals.take());
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("{} messages left to the broker", arrivals.size());
        }
    }

    private void handOver(Arrival arrival) {
        if (arrival.comesAgain()) {
            return;
        }
        try {
            intake.accept("", arrival.message(), arrival);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Intake failed on {}; connecting again to get it once more",
                    arrival.message().topic());
            arrival.connection().abandon();
        }
    }

    private static List<String> checked(List<String> filters) {
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("broker filters must not be empty");
        }
        filters.forEach(BrokerSubscription::check);
        return List.copyOf(filters);
    }

    private static void check(String filter) {
        try {
            MqttTopicValidator.validate(filter, true, true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("broker filter '" + filter + "': " + e.getMessage(), e);
        }
    }
}
