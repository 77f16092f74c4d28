package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

/**
 * What follows when a rule fires, as the rule book says it. Texts may name {@code {device}}, {@code {name}},
 * {@code {post}}.
 */
record Outcome(String code, Decision.Severity severity, Decision.Opens opens, @Nullable String category,
        @Nullable String priority, String title) {

    Decision decide(Decision.Change change, String level, String cause, Subject subject, Measured measured) {
        return new Decision(change, code, level, severity, opens, Optional.ofNullable(category),
                Optional.ofNullable(priority), subject.fill(cause), subject.fill(title) + measured.words(),
                measured.value(), measured.unit(), measured.at(), measured.evidence());
    }

    /** The measurement behind a decision. {@code words} goes after the title. */
    record Measured(OptionalDouble value, String unit, String words, Instant at, List<Instant> evidence) {

        static Measured nothing(Instant at, List<Instant> evidence) {
            return new Measured(OptionalDouble.empty(), "", "", at, evidence);
        }
    }
}
