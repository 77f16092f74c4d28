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
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Sample;

/**
 * A condition over a sample's values that must hold for a time and a number of samples. Clears with the first sample
 * for which it does not hold. A sample that lacks the condition's metrics says nothing.
 */
record ConditionRule(String id, Kind kind, Condition condition, Duration hold, int samples, String cause,
        Outcome outcome) implements Rule {

    private static final String LEVEL = "ON";
    private static final int MOST_EVIDENCE = 20;

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        if (!sample.observedAt().isAfter(before.newest()) || Flag.RETAINED.in(sample.flags())) {
            return Step.quiet(before);
        }
        Optional<Boolean> holds = condition.holds(sample);
        return holds.map(each -> next(before, sample.observedAt(), each, subject)).orElseGet(() -> Step.quiet(before));
    }

    private Step next(RuleState before, Instant at, boolean holds, Subject subject) {
        return switch (before) {
            case Firing firing when holds -> Step.quiet(Firing.at(at, LEVEL));
            case Firing firing -> Step.decided(new Inactive(at), decide(Change.CLEARED, at, List.of(at), subject));
            case Pending pending when holds -> hold(pending.evidence(), at, subject);
            case Inactive inactive when holds -> hold(List.of(), at, subject);
            case Pending pending -> Step.quiet(new Inactive(at));
            case Inactive inactive -> Step.quiet(new Inactive(at));
            case RuleState.Window window -> throw new IllegalStateException("a rate's state in rule " + id);
        };
    }

    private Step hold(List<Instant> earlier, Instant at, Subject subject) {
        List<Instant> evidence = new ArrayList<>(earlier);
        if (evidence.size() == MOST_EVIDENCE) {
            evidence.remove(1);
        }
        evidence.add(at);
        boolean longEnough = Duration.between(evidence.get(0), at).compareTo(hold) >= 0 && evidence.size() >= samples;
        return longEnough
                ? Step.decided(Firing.at(at, LEVEL), decide(Change.OPENED, at, evidence, subject))
                : Step.quiet(new Pending(at, LEVEL, List.copyOf(evidence)));
    }

    private Decision decide(Change change, Instant at, List<Instant> evidence, Subject subject) {
        return outcome.decide(change, LEVEL, cause, subject, Measured.nothing(at, List.copyOf(evidence)));
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return Firing.at(openedAt, level);
    }
}
