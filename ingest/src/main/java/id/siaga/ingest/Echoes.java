package id.siaga.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * What a lane has just stored of senders without a clock. Firmware that publishes everything twice, or a broker that
 * delivers again, has no device time by which the tables could tell: here the message's key and the door's clock do.
 * Remembers a bounded number, and only what was committed. One thread.
 */
final class Echoes {

    private final Duration window;
    private final Map<String, Instant> stored;
    private final Map<String, Instant> pending = new HashMap<>();

    /** @param most remembered; beyond it the oldest are forgotten and would be stored twice */
    Echoes(Duration window, int most) {
        this.window = window;
        this.stored = new LinkedHashMap<>() {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > most;
            }
        };
    }

    /** Starts a batch: what the last one heard and did not commit was not heard. */
    void begin() {
        pending.clear();
    }

    /** Whether the same was stored, or stands before it in this batch, less than a window ago. */
    boolean repeats(Decoded.Report report, Instant receivedAt) {
        String key = key(report);
        if (key == null) {
            return false;
        }
        Instant before = pending.getOrDefault(key, stored.get(key));
        boolean repeats = before != null && Duration.between(before, receivedAt).abs().compareTo(window) < 0;
        if (!repeats) {
            pending.put(key, receivedAt);
        }
        return repeats;
    }

    void committed() {
        pending.forEach((key, at) -> {
            stored.remove(key);
            stored.put(key, at);
        });
        pending.clear();
    }

    private static @Nullable String key(Decoded.Report report) {
        String key = report.dedupKey();
        boolean dateless = !report.samples().isEmpty() && report.samples().stream().map(Sample::timeSource)
                .allMatch(source -> source == TimeSource.BROKER);
        return key == null || !dateless ? null : report.deviceId() + '\n' + key;
    }
}
