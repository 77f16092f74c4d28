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
 * for which it does not hold. A sample that lacks the condition's metrics says nothing. With {@link Scope#PARTS} the
 * first part of the device for which it holds opens the alert, and the same part clears it: one door that shuts says
 * nothing of another. Outside its hours no condition holds. Of several samples of one instant, in whatever order they
 * come, one for which it holds decides.
 */
record ConditionRule(String id, Kind kind, Scope scope, Hours hours, Condition condition, Duration hold, int samples,
        String cause, Outcome outcome) implements Rule {

    private static final String LEVEL = "ON";
    private static final String PART = LEVEL + "/";

    /** Of what it is asked. */
    enum Scope {
        DEVICE, PARTS
    }

    /** An answer, and the level it stands for: {@code ON}, or {@code ON/} and the part. */
    private record Answer(String level, boolean holds) {
    }

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Instant at = sample.observedAt();
        boolean late = at.isBefore(before.newest()) && !before.isOf(at);
        if (late || Flag.RETAINED.in(sample.flags())) {
            return Step.quiet(before);
        }
        return answer(before, sample).filter(each -> counts(before, at, each))
                .map(each -> next(before, at, each, subject)).orElseGet(() -> Step.quiet(before));
    }

    /** Beside another sample of its instant only the first for which it holds. */
    private static boolean counts(RuleState before, Instant at, Answer answer) {
        return !before.isOf(at) || (answer.holds() && before instanceof Inactive);
    }

    private Optional<Answer> answer(RuleState before, Sample sample) {
        if (before instanceof Firing firing) {
            String part = firing.level().startsWith(PART) ? firing.level().substring(PART.length()) : "";
            return holds(sample, part).map(holds -> new Answer(firing.level(), holds));
        }
        if (scope == Scope.DEVICE) {
            return holds(sample, "").map(holds -> new Answer(LEVEL, holds));
        }
        return condition.components(sample).stream().flatMap(part -> holds(sample, part)
                .map(holds -> new Answer(part.isEmpty() ? LEVEL : PART + part, holds)).stream())
                .reduce((first, other) -> first.holds() ? first : other);
    }

    private Optional<Boolean> holds(Sample sample, String part) {
        return condition.holds(sample, part).map(holds -> holds && hours.cover(sample.observedAt()));
    }

    private Step next(RuleState before, Instant at, Answer answer, Subject subject) {
        return switch (before) {
            case Firing firing when answer.holds() -> Step.quiet(Firing.at(at, answer.level()));
            case Firing firing -> Step.decided(new Inactive(at),
                    decide(Change.CLEARED, answer.level(), at, List.of(at), subject));
            case Pending pending when answer.holds() -> hold(pending.points(), answer.level(), at, subject);
            case Inactive inactive when answer.holds() -> hold(List.of(), answer.level(), at, subject);
            case Pending pending -> Step.quiet(new Inactive(at));
            case Inactive inactive -> Step.quiet(new Inactive(at));
            case RuleState.Clearing clearing -> throw new IllegalStateException("a stage's state in rule " + id);
            case RuleState.Window window -> throw new IllegalStateException("a rate's state in rule " + id);
        };
    }

    private Step hold(List<Point> earlier, String level, Instant at, Subject subject) {
        List<Point> points = new ArrayList<>(earlier);
        if (points.size() == Evidence.MOST) {
            // The first stays: it says since when.
            points.remove(1);
        }
        points.add(new Point(at, 1));
        Duration held = Duration.between(points.get(0).at(), at);
        return held.compareTo(hold) >= 0 && points.size() >= samples
                ? Step.decided(Firing.at(at, level),
                        decide(Change.OPENED, level, at, Evidence.times(points), subject))
                : Step.quiet(new Pending(at, List.copyOf(points)));
    }

    private Decision decide(Change change, String level, Instant at, List<Instant> evidence, Subject subject) {
        return outcome.decide(change, level, cause, subject, Measured.nothing(at, evidence));
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
