package id.siaga.ingest.registry;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Holds devices to their quotas, whichever door they use and however often they connect, and reports those that send
 * more: as a metric, and as rows that name them. Any thread.
 */
public final class Throttle {

    private static final Duration REPEAT = Duration.ofMinutes(1);

    private final Refusals refusals;
    private final Quota otherwise;
    private final Counter pauses;
    /** As many as the registry has devices. */
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    /** @param otherwise of a device for which the registry has no quota */
    public Throttle(Refusals refusals, Quota otherwise, MeterRegistry meters) {
        this.refusals = refusals;
        this.otherwise = otherwise;
        this.pauses = Counter.builder("siaga.throttled").description("Times a socket was not read because of a quota")
                .register(meters);
    }

    /** Where those are kept who were not let in. */
    public Refusals refusals() {
        return refusals;
    }

    /** What the device may still send; the same for all its connections. */
    public Allowance allowance(Device device) {
        Integer own = device.quotaPerSecond();
        Quota quota = own == null ? otherwise : new Quota(own, otherwise.burstSeconds());
        return Objects.requireNonNull(allowances.compute(device.deviceId(),
                (id, known) -> known != null && known.quota().equals(quota)
                        ? known
                        : new Allowance(quota, System.nanoTime())));
    }

    /** A device was held back. */
    void held(Device device, String remote, Door door) {
        pauses.increment();
        Allowance allowance = allowance(device);
        if (allowance.reportDue(System.nanoTime(), REPEAT)) {
            refusals.note(device.deviceId(),
                    "over quota of " + allowance.quota().messagesPerSecond() + " messages/s", "", remote, door);
        }
    }
}
