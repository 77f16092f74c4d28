package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The door towards an external MQTT 5 broker: one or several persistent sessions that subscribe at QoS 1 and
 * acknowledge a message only when its {@link Ack} is told. The sessions are independent: each keeps its own order, and
 * one that falls silent is replaced while the others go on.
 */
public final class BrokerSubscription implements AutoCloseable {

    private final List<BrokerSession> sessions = new ArrayList<>();

    /**
     * @param filters the topic filters of the routes, which the configured division may replace
     * @throws IllegalArgumentException when there is no filter or one that MQTT does not allow
     */
    public BrokerSubscription(BrokerSubscriptionConfig config, List<String> filters, Intake intake,
            MeterRegistry meters) {
        // A file that is of no use is told now, not at every connection.
        config.authority().ifPresent(BrokerTrust::in);
        BrokerMetrics metrics = BrokerMetrics.in(meters);
        for (List<String> mine : config.division().among(filters)) {
            sessions.add(new BrokerSession(config, config.clientId(sessions.size()), mine, intake, metrics));
        }
        Gauge.builder("siaga.broker.connected", sessions,
                all -> all.stream().filter(BrokerSession::connected).count())
                .description("Sessions subscribed at the broker").register(meters);
    }

    /** Returns at once; the broker may come later. */
    public void start() {
        sessions.forEach(BrokerSession::start);
    }

    /** Whether the broker has granted every session its subscription, on connections that are up. */
    public boolean connected() {
        return sessions.stream().allMatch(BrokerSession::connected);
    }

    /** Publishes at QoS 1 without waiting; false while there is no connection to publish on. */
    public boolean publish(String topic, byte[] payload) {
        return sessions.stream().anyMatch(session -> session.publish(topic, payload));
    }

    /**
     * Publishes at QoS 1 without waiting; {@code arrived} runs on the broker's acknowledgement.
     *
     * @param keep how long the broker may keep it for a device that is away
     * @return false while there is no connection to publish on
     */
    public boolean publish(String topic, byte[] payload, Duration keep, Runnable arrived) {
        return sessions.stream().anyMatch(session -> session.publish(topic, payload, keep, arrived));
    }

    /** Disconnects; what is not acknowledged stays in the sessions at the broker. */
    @Override
    public void close() {
        sessions.forEach(BrokerSession::leave);
        sessions.forEach(BrokerSession::close);
    }
}
