package id.siaga.ingest.rule;

import java.util.Optional;

/** What a sample made of a rule's state, and what was decided, if anything was. */
public record Step(RuleState after, Optional<Decision> decision) {

    static Step quiet(RuleState after) {
        return new Step(after, Optional.empty());
    }

    static Step decided(RuleState after, Decision decision) {
        return new Step(after, Optional.of(decision));
    }
}
