package id.siaga.ingest.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Decision.Opens;
import id.siaga.ingest.rule.Decision.Severity;

/**
 * One alert of the platform itself: a measure beyond a limit for a while opens it, within the limit for a while clears
 * it. Always work for Diskominfo, never an incident. {@code platform.yaml} says what each number means.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PlatformRule(String id, String measure, double limit, long leastCases, long holdSeconds, long clearSeconds,
        Severity severity, String unit, String title) {

    private static final String LEVEL = "BEYOND";

    /** @param nanos of the clock that never jumps, for how long; {@code at} is for people */
    record Moment(long nanos, Instant at) {
    }

    /** @param turned when the measure went to the other side of the limit, while that has not lasted long enough */
    record State(boolean open, @Nullable Moment turned) {

        static State closed() {
            return new State(false, null);
        }

        static State opened() {
            return new State(true, null);
        }
    }

    record Step(State after, Optional<Decision> decision) {
    }

    /** What the measure's level at this moment makes of the state. Alerts begin and end when the level turned. */
    Step next(State before, Level level, Moment now) {
        boolean beyond = level.cases() >= leastCases && level.value() > limit;
        if (beyond == before.open()) {
            return new Step(new State(beyond, null), Optional.empty());
        }
        Moment turned = before.turned() == null ? now : before.turned();
        Duration lasted = Duration.ofNanos(now.nanos() - turned.nanos());
        if (lasted.compareTo(Duration.ofSeconds(beyond ? holdSeconds : clearSeconds)) < 0) {
            return new Step(new State(before.open(), turned), Optional.empty());
        }
        return new Step(new State(beyond, null),
                Optional.of(decide(beyond ? Change.OPENED : Change.CLEARED, level, turned.at())));
    }

    private Decision decide(Change change, Level level, Instant at) {
        return new Decision(change, id, LEVEL, severity, Opens.TICKET, Optional.empty(), Optional.empty(),
                "platform/" + id, title, OptionalDouble.of(level.value()), unit, at, List.of());
    }
}
