package id.siaga.ingest.mqtt;

import java.time.Duration;

import id.siaga.ingest.registry.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Reports devices that send more than their quota: as a metric, and as rows that name them. Any thread. */
final class Throttle {

    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Refusals refusals;
    private final Counter pauses;

    Throttle(Refusals refusals, MeterRegistry meters) {
        this.refusals = refusals;
        this.pauses = Counter.builder("siaga.throttled").description("Times a socket was not read because of a quota")
                .register(meters);
    }

    /**
     * A connection was held back.
     *
     * @param lastReport {@link System#nanoTime()} of this connection's last report
     * @return that of its newest report
     */
    long held(String deviceId, Quota quota, String remote, long lastReport) {
        pauses.increment();
        long now = System.nanoTime();
        if (now - lastReport < REPEAT.toNanos()) {
            return lastReport;
        }
        refusals.note(deviceId, "over quota of " + quota.messagesPerSecond() + " messages/s", remote);
        return now;
    }
}
