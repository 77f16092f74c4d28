package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.OwnInstant;

/** What a rule remembers of one device; bounded, immutable. */
public sealed interface RuleState {

    /** The newest sample judged; older ones change nothing. */
    Instant newest();

    /** Whether a sample is of the same instant as the newest, by the device's own clock. */
    default boolean isOf(Instant at) {
        return OwnInstant.isShared(newest(), at);
    }

    /** Nothing is wrong and nothing is on its way. */
    record Inactive(Instant newest) implements RuleState {
    }

    /**
     * The condition holds, but not yet long or often enough.
     *
     * @param points the samples that say so, oldest first
     */
    record Pending(Instant newest, List<Point> points) implements RuleState {
    }

    /**
     * The alert is open at a level.
     *
     * @param rising samples that speak for a higher level, oldest first
     */
    record Firing(Instant newest, String level, List<Point> rising) implements RuleState {

        static Firing at(Instant newest, String level) {
            return new Firing(newest, level, List.of());
        }
    }

    /**
     * The alert is open, and its level is on the way to be lowered, or has been and is back without proof yet.
     *
     * @param below since when each level has been left: the alert's own level first, then the next milder
     * @param evidence observed times of the samples that say so, oldest first
     * @param trough how far it went down
     */
    record Clearing(Instant newest, String level, List<Instant> below, List<Instant> evidence, Trough trough)
            implements
                RuleState {
    }

    /**
     * The lowest that was reached since the alert's level was left.
     *
     * @param rank of the level that was still held there, 0 for none
     * @param rising samples above that, oldest first
     */
    record Trough(int rank, List<Point> rising) {
    }

    /** The window of a rate: recent points, oldest first. */
    record Window(Instant newest, List<Point> points, boolean firing, @Nullable Instant calmSince)
            implements
                RuleState {
    }

    /** One value at one instant; a condition that held is 1. */
    record Point(Instant at, double value) {
    }

    static RuleState initial() {
        return new Inactive(Instant.MIN);
    }
}
