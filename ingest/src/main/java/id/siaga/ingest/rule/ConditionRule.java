package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Outcome.Measured;
import id.siaga.ingest.rule.RuleState.Firing;
import id.siaga.ingest.rule.RuleState.Inactive;
import id.siaga.ingest.rule.RuleState.Pending;
import id.siaga.ingest.rule.RuleState.Point;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Sample;

/**
 * A condition over a sample's values that must hold for a time and a number of samples. Clears with the first sample
 * for which it does not hold. A sample that lacks the condition's metrics says nothing. Of several samples of one
 * instant, in whatever order they come, one for which it holds decides.
 */
record ConditionRule(String id, Kind kind, Condition condition, Duration hold, int samples, String cause,
        Outcome outcome) implements Rule {

    private static final String LEVEL = "ON";

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Instant at = sample.observedAt();
        boolean late = at.isBefore(before.newest()) && !before.isOf(at);
        if (late || Flag.RETAINED.in(sample.flags())) {
            return Step.quiet(before);
        }
        Optional<Boolean> holds = condition.holds(sample).filter(each -> counts(before, at, each));
        return holds.map(each -> next(before, at, each, subject)).orElseGet(() -> Step.quiet(before));
    }

    /** Beside another sample of its instant only the first for which it holds. */
    private static boolean counts(RuleState before, Instant at, boolean holds) {
        return !before.isOf(at) || (holds && before instanceof Inactive);
    }

    private Step next(RuleState before, Instant at, boolean holds, Subject subject) {
        return switch (before) {
            case Firing firing when holds -> Step.quiet(Firing.at(at, LEVEL));
            case Firing firing -> Step.decided(new Inactive(at), decide(Change.CLEARED, at, List.of(at), subject));
            case Pending pending when holds -> hold(pending.points(), at, subject);
            case Inactive inactive when holds -> hold(List.of(), at, subject);
            case Pending pending -> Step.quiet(new Inactive(at));
            case Inactive inactive -> Step.quiet(new Inactive(at));
            case RuleState.Clearing clearing -> throw new IllegalStateException("a stage's state in rule " + id);
            case RuleState.Window window -> throw new IllegalStateException("a rate's state in rule " + id);
        };
    }

    private Step hold(List<Point> earlier, Instant at, Subject subject) {
        List<Point> points = new ArrayList<>(earlier);
        if (points.size() == Evidence.MOST) {
            // The first stays: it says since when.
            points.remove(1);
        }
        points.add(new Point(at, 1));
        Duration held = Duration.between(points.get(0).at(), at);
        return held.compareTo(hold) >= 0 && points.size() >= samples
                ? Step.decided(Firing.at(at, LEVEL), decide(Change.OPENED, at, Evidence.times(points), subject))
                : Step.quiet(new Pending(at, List.copyOf(points)));
    }

    private Decision decide(Change change, Instant at, List<Instant> evidence, Subject subject) {
        return outcome.decide(change, LEVEL, cause, subject, Measured.nothing(at, evidence));
    }

    @Override
    public boolean looksBack() {
        return samples > 1 || hold.isPositive();
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return Firing.at(openedAt, level);
    }
}
