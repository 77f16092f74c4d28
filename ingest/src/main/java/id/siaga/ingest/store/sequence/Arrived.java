package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * A message with a number.
 *
 * @param number the sender's counter as it stands in the message, not negative
 * @param deviceTime the device's own clock, where it was believed
 * @param observedAt the chosen clock: the hour in which it counts
 */
record Arrived(long number, @Nullable Instant deviceTime, Instant observedAt, Instant receivedAt) {

    /** At the resolution that the tables keep, so that what is rebuilt from them is the same. */
    static Arrived of(long number, Decoded.Report report, Instant received) {
        Instant receivedAt = received.truncatedTo(ChronoUnit.MICROS);
        Optional<Sample> newest = report.samples().size() == 1
                ? Optional.of(report.samples().get(0))
                : report.samples().stream().max(Comparator.comparing(Sample::observedAt));
        if (newest.isPresent()) {
            return of(number, newest.get().timeSource(), newest.get().observedAt(), receivedAt);
        }
        if (report.events().isEmpty()) {
            return new Arrived(number, null, receivedAt, receivedAt);
        }
        DeviceEvent event = report.events().get(0);
        return of(number, event.timeSource(), event.observedAt(), receivedAt);
    }

    private static Arrived of(long number, TimeSource source, Instant observedAt, Instant receivedAt) {
        return new Arrived(number, source == TimeSource.DEVICE ? observedAt : null, observedAt, receivedAt);
    }
}
