package id.siaga.ingest.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * The three clocks of a message and the one that was believed: measurement time, else network time, else the door's.
 *
 * @param flags {@code CLOCK_BAD} when a better clock was refused, {@code LATE} when the sample is old,
 *        {@code RETAINED} for a replayed state
 */
public record Clocks(Instant observedAt, TimeSource source, int flags) {

    private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");
    private static final Duration FUTURE = Duration.ofMinutes(2);
    private static final Duration LATE = Duration.ofMinutes(15);

    /** Chooses among what the message offers; an impossible clock (before 2015, over 120 s ahead) falls through. */
    public static Clocks choose(Message message, @Nullable Instant device, @Nullable Instant gateway,
            @Nullable Instant server) {
        int flags = message.retained() ? Flag.RETAINED.bit() : 0;
        Instant[] offered = {device, gateway, server};
        for (int i = 0; i < offered.length; i++) {
            Instant candidate = offered[i];
            if (candidate == null) {
                continue;
            }
            if (believable(candidate, message.receivedAt())) {
                return new Clocks(micros(candidate), TimeSource.values()[i],
                        flags | lateness(candidate, message.receivedAt()));
            }
            flags |= Flag.CLOCK_BAD.bit();
        }
        return new Clocks(micros(message.receivedAt()), TimeSource.BROKER, flags);
    }

    public static boolean believable(Instant candidate, Instant receivedAt) {
        // Where both clocks agree no year is too early: a recording that is played again.
        return (!candidate.isBefore(EARLIEST) || candidate.isAfter(receivedAt.minus(FUTURE)))
                && !candidate.isAfter(receivedAt.plus(FUTURE));
    }

    private static int lateness(Instant observedAt, Instant receivedAt) {
        return observedAt.isBefore(receivedAt.minus(LATE)) ? Flag.LATE.bit() : 0;
    }

    /** PostgreSQL keeps microseconds: compare at the resolution that is stored. */
    private static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
