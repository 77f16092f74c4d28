package id.siaga.simulator.device;

import java.time.Duration;
import java.time.Instant;

/** An instant within a simulation that began at {@code start}. */
public record Moment(Instant start, Instant now) {

    /** Time since the start. */
    public Duration elapsed() {
        return Duration.between(start, now);
    }

    /** Seconds since the start, to the millisecond. */
    public double seconds() {
        return elapsed().toMillis() / 1000.0;
    }

    /** The moment so long after the same start. */
    public Moment at(Duration elapsed) {
        return new Moment(start, start.plus(elapsed));
    }
}
