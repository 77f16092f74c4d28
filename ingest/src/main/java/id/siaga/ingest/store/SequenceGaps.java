package id.siaga.ingest.store;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the sequence numbers a device skipped: with QoS 0 on the way, the only trace of what was lost. A number far
 * below the last one is a new session (a reboot, a LoRaWAN rejoin), not a gap. One per lane, not thread-safe.
 */
public final class SequenceGaps {

    private static final long NEW_SESSION = 100;

    private final Map<String, Long> newest = new HashMap<>();
    private final Counter gaps;

    public SequenceGaps(MeterRegistry meters) {
        this.gaps = Counter.builder("siaga.sequence.gap").description("Sequence numbers never seen").register(meters);
    }

    public void note(Entry entry) {
        Long sequence = entry.report().sequence();
        if (sequence == null) {
            return;
        }
        Long last = newest.get(entry.device().deviceId());
        if (last != null && sequence > last + 1) {
            gaps.increment((double) (sequence - last - 1));
        }
        if (last == null || sequence > last || sequence < last - NEW_SESSION) {
            newest.put(entry.device().deviceId(), sequence);
        }
    }
}
