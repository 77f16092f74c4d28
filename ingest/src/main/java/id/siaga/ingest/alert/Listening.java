package id.siaga.ingest.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when we have been listening without a break. A break is a tick that came much later than the one before, for
 * the process or the database stood still; or a wall clock that did not move as far as the one that never jumps.
 */
final class Listening {

    private final Duration slack;
    private Instant since;
    private Instant lastAt;
    private long lastNanos;

    /** @param slack how late a tick, or how far off the wall clock, may be before it is a break */
    Listening(Duration slack, Instant now, long nanos) {
        this.slack = slack;
        this.since = now;
        this.lastAt = now;
        this.lastNanos = nanos;
    }

    /** We listen at this tick too. */
    Instant stillAt(Instant now, long nanos) {
        Duration real = Duration.ofNanos(nanos - lastNanos);
        Duration drift = Duration.between(lastAt, now).minus(real).abs();
        if (real.compareTo(slack) > 0 || drift.compareTo(slack) > 0) {
            since = now;
        }
        lastAt = now;
        lastNanos = nanos;
        return since;
    }
}
