package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A started subscription with short pauses, and what a test asks about it. */
final class Subscribed implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BrokerSubscription subscription;

    Subscribed(BrokerSubscriptionConfig config, Intake intake, String... filters) {
        subscription = new BrokerSubscription(config, List.of(filters), intake, meters);
        subscription.start();
    }

    static BrokerSubscriptionConfig config(String url, String clientId, int receiveMaximum, Duration keepAlive) {
        return BrokerSubscriptionConfig.of(url, clientId)
                .withBounds(BrokerBounds.defaults().withReceiveMaximum(receiveMaximum))
                .withPatience(new BrokerPatience(Duration.ofHours(1), keepAlive, Duration.ofSeconds(5),
                        Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofMillis(500)));
    }

    static BrokerSubscriptionConfig config(String url, String clientId) {
        return config(url, clientId, 1_000, Duration.ofSeconds(30));
    }

    Subscribed up() {
        return until(true);
    }

    Subscribed down() {
        return until(false);
    }

    boolean connected() {
        return subscription.connected();
    }

    void staysUp(Duration time) {
        stays(true, time);
    }

    void staysDown(Duration time) {
        stays(false, time);
    }

    private void stays(boolean wanted, Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            if (subscription.connected() != wanted) {
                throw new AssertionError("connected was not " + wanted);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    double metric(String name) {
        return name.equals("siaga.broker.connected")
                ? meters.get(name).gauge().value()
                : meters.get(name).counter().count();
    }

    private Subscribed until(boolean wanted) {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (subscription.connected() != wanted) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("connected was not " + wanted + " within 20 s");
            }
            LockSupport.parkNanos(10_000_000);
        }
        return this;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
