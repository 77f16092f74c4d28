package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Sample;

/** What is known of one device: its counter's track and the hourly counts not yet written. Not thread-safe. */
final class DeviceAccount {

    private final String deviceId;
    private final Track track;
    private final Map<Instant, Hour> hours = new HashMap<>();
    private long through;
    private long firstUnwritten;
    private @Nullable Instant changedAt;

    /** @param through the last message counted in what was read */
    DeviceAccount(String deviceId, Track track, long through) {
        this.deviceId = deviceId;
        this.track = track;
        this.through = through;
    }

    String deviceId() {
        return deviceId;
    }

    Track track() {
        return track;
    }

    long through() {
        return through;
    }

    /** The first message that the tables do not count yet; only while {@link #isChanged}. */
    long firstUnwritten() {
        return firstUnwritten;
    }

    Map<Instant, Hour> hours() {
        return Collections.unmodifiableMap(hours);
    }

    boolean isChanged() {
        return changedAt != null;
    }

    boolean changedBefore(Instant time) {
        return changedAt != null && changedAt.isBefore(time);
    }

    void changed(long messageId, Instant now) {
        if (changedAt == null) {
            changedAt = now;
            firstUnwritten = messageId;
        }
        through = Math.max(through, messageId);
    }

    void written() {
        hours.clear();
        track.written();
        changedAt = null;
    }

    /** Counts the samples and returns how many of them had a device clock that was not believed. */
    long countSamples(Decoded.Report report) {
        long skewed = 0;
        for (Sample sample : report.samples()) {
            Hour hour = hour(sample.observedAt());
            hour.samples++;
            if (Flag.CLOCK_BAD.in(sample.flags())) {
                hour.clockSkewed++;
                skewed++;
            }
        }
        return skewed;
    }

    void count(Arrived arrived, Verdict verdict) {
        Hour hour = hour(arrived.observedAt());
        hour.missing += verdict.skipped();
        switch (verdict.kind()) {
            case ADVANCE, RESTART -> hour.numbers++;
            case LATE -> {
                hour.numbers++;
                hour.late++;
            }
            case DUPLICATE -> hour.duplicates++;
        }
        if (verdict.filled() != null) {
            hour(verdict.filled().observedAt()).missing--;
        }
    }

    private Hour hour(Instant time) {
        return hours.computeIfAbsent(time.truncatedTo(ChronoUnit.HOURS), hour -> new Hour());
    }
}
