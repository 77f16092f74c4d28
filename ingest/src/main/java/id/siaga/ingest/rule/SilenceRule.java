package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Outcome.Measured;
import id.siaga.ingest.telemetry.Kind;

/**
 * A device that says nothing. Judged on a tick, by receive time. The timeout is {@code intervals} times the reporting
 * period the device announced, at least {@code least}; without a period it is {@code otherwise}.
 */
public record SilenceRule(String id, Kind kind, int intervals, Duration least, Duration otherwise, String cause,
        Outcome outcome) {

    private static final String LEVEL = "SILENT";

    /**
     * Whether the device is silent now.
     *
     * @param judgedSince nobody is silent because of what was missed before this
     */
    public Optional<Decision> judge(Instant lastHeard, Instant judgedSince, Optional<Duration> interval, Instant now,
            Subject subject) {
        Instant from = lastHeard.isAfter(judgedSince) ? lastHeard : judgedSince;
        return now.isAfter(from.plus(timeout(interval)))
                ? Optional.of(decide(Change.OPENED, now, subject))
                : Optional.empty();
    }

    /** The device spoke. */
    public Decision heardAgain(Instant now, Subject subject) {
        return decide(Change.CLEARED, now, subject);
    }

    /** How long a device with that reporting period may be silent. */
    public Duration timeout(Optional<Duration> interval) {
        return interval.map(each -> each.multipliedBy(intervals)).map(each -> each.compareTo(least) < 0 ? least : each)
                .orElse(otherwise);
    }

    private Decision decide(Change change, Instant at, Subject subject) {
        return outcome.decide(change, LEVEL, cause, subject, Measured.nothing(at, List.of()));
    }
}
