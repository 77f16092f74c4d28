package id.siaga.ingest.rule;

import java.util.Optional;
public record Step(RuleState after, Optional<Decision> decision) {
}
