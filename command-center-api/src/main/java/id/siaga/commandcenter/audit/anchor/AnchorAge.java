package id.siaga.commandcenter.audit.anchor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How old the newest anchor at one place is; before the first, counted from the start. */
public final class AnchorAge {
    private final String place;
    private final Clock clock;
    private final Duration overdue;
    private final AtomicReference<State> state;

    private record State(Instant at, String failure) {
    }

    AnchorAge(String place, Clock clock, Duration overdue) {
        this.place = place;
        this.clock = clock;
        this.overdue = overdue;
        this.state = new AtomicReference<>(new State(clock.instant(), ""));
    }

    public String place() {
        return place;
    }

    void kept(Instant at) {
        state.set(new State(at, ""));
    }

    void failed(String why) {
        state.updateAndGet(before -> new State(before.at(), why));
    }

    /** For the metric. */
    public double seconds() {
        return Duration.between(state.get().at(), clock.instant()).toMillis() / 1000.0;
    }

    Optional<String> trouble() {
        State now = state.get();
        return now.at().plus(overdue).isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of("no anchor at %s since %s %s".formatted(place, now.at(), now.failure()).strip());
    }
}
