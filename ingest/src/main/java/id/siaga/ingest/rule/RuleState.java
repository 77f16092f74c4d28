package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a rule remembers of one device; bounded, immutable. */
public sealed interface RuleState {

    /** The newest sample judged; older ones change nothing. */
    Instant newest();

    /** Nothing is wrong and nothing is on its way. */
    record Inactive(Instant newest) implements RuleState {
    }

    /** The condition holds, but not yet long or often enough. */
    record Pending(Instant newest, String level, List<Instant> evidence) implements RuleState {

        Instant since() {
            return evidence.get(0);
        }
    }

    /**
     * The alert is open at a level.
     *
     * @param milderLevel the level the samples have been at, or below, since {@code milderSince}; empty when clear
     * @param milderSince since when they would allow a lower level, or null
     * @param rising evidence of a higher level on its way
     */
    record Firing(Instant newest, String level, @Nullable Instant milderSince, String milderLevel,
            List<Instant> rising) implements RuleState {

        static Firing at(Instant newest, String level) {
            return new Firing(newest, level, null, "", List.of());
        }
    }

    /** The window of a rate: recent points, oldest first. */
    record Window(Instant newest, List<Point> points, boolean firing, @Nullable Instant calmSince)
            implements
                RuleState {
    }

    /** One value at one instant. */
    record Point(Instant at, double value) {
    }

    static RuleState initial() {
        return new Inactive(Instant.MIN);
    }
}
