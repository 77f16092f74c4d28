package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Outcome.Measured;
import id.siaga.ingest.rule.RuleState.Firing;
import id.siaga.ingest.rule.RuleState.Pending;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * A river stage against the bands valid at the sample's time. Rises to a level after that level's number of samples,
 * falls when the stage has been {@code hysteresisMm} under the level's limit for {@code hold}. Only GOOD samples count.
 *
 * @param levels what follows at each level; a level that is not named follows nothing
 */
record StageRule(String id, Kind kind, RiverPost.Role role, Metric metric, double hysteresisMm, Duration hold,
        String cause, Map<String, Level> levels) implements Rule {

    /** @param samples how many consecutive samples must reach the level */
    record Level(int samples, Outcome outcome) {
    }

    private static final String NORMAL = "";
    private static final double MM_PER_CM = 10;

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Optional<RiverPost> post = subject.post().filter(each -> each.role() == role);
        OptionalDouble stage = good(sample);
        if (post.isEmpty() || stage.isEmpty() || !sample.observedAt().isAfter(before.newest())) {
            return Step.quiet(before);
        }
        return next(before, sample.observedAt(), stage.getAsDouble(), post.get(), subject);
    }

    private Step next(RuleState before, Instant at, double stage, RiverPost post, Subject subject) {
        String reached = post.reached(at, stage).map(Band::level).orElse(NORMAL);
        return switch (before) {
            case Firing firing -> whileFiring(firing, at, stage, reached, post, subject);
            case Pending pending -> towards(pending.evidence(), at, stage, reached, subject);
            case RuleState.Inactive inactive -> towards(List.of(), at, stage, reached, subject);
            case RuleState.Window window -> throw new IllegalStateException("a rate's state in rule " + id);
        };
    }

    /** Not firing yet: each sample above normal is evidence; the level it reached says how much is needed. */
    private Step towards(List<Instant> earlier, Instant at, double stage, String reached, Subject subject) {
        Level level = levels.get(reached);
        if (level == null) {
            return Step.quiet(new RuleState.Inactive(at));
        }
        List<Instant> evidence = append(earlier, at);
        return evidence.size() < level.samples()
                ? Step.quiet(new Pending(at, reached, evidence))
                : Step.decided(Firing.at(at, reached), decide(Change.OPENED, reached, stage, at, evidence, subject));
    }

    private Step whileFiring(Firing firing, Instant at, double stage, String reached, RiverPost post,
            Subject subject) {
        int now = rank(reached, at, post);
        int alerted = rank(firing.level(), at, post);
        if (now > alerted) {
            return rise(firing, at, stage, reached, subject);
        }
        String allowed = post.reached(at, stage + hysteresisMm).map(Band::level).orElse(NORMAL);
        if (rank(allowed, at, post) >= alerted) {
            return Step.quiet(Firing.at(at, firing.level()));
        }
        return fall(firing, at, stage,
                highest(allowed, firing.milderSince() == null ? NORMAL : firing.milderLevel(), at,
                        post),
                subject);
    }

    private Step rise(Firing firing, Instant at, double stage, String reached, Subject subject) {
        List<Instant> evidence = append(firing.rising(), at);
        Level level = levels.get(reached);
        if (level == null || evidence.size() < level.samples()) {
            return Step.quiet(new Firing(at, firing.level(), null, NORMAL, evidence));
        }
        return Step.decided(Firing.at(at, reached), decide(Change.RAISED, reached, stage, at, evidence, subject));
    }

    private Step fall(Firing firing, Instant at, double stage, String milder, Subject subject) {
        Instant since = firing.milderSince() == null ? at : firing.milderSince();
        if (Duration.between(since, at).compareTo(hold) < 0) {
            return Step.quiet(new Firing(at, firing.level(), since, milder, List.of()));
        }
        if (levels.containsKey(milder)) {
            return Step.decided(Firing.at(at, milder),
                    decide(Change.LOWERED, milder, stage, at, List.of(at), subject));
        }
        return Step.decided(new RuleState.Inactive(at),
                decide(Change.CLEARED, firing.level(), stage, at, List.of(at), subject));
    }

    private Decision decide(Change change, String level, double stage, Instant at, List<Instant> evidence,
            Subject subject) {
        Level reached = levels.get(level);
        if (reached == null) {
            throw new IllegalStateException("rule " + id + " has no level " + level);
        }
        String words = String.format(Locale.ROOT, ": %.0f cm", stage / MM_PER_CM);
        return reached.outcome().decide(change, level, cause, subject,
                new Measured(OptionalDouble.of(stage / MM_PER_CM), "cm", words, at, evidence));
    }

    private static String highest(String a, String b, Instant at, RiverPost post) {
        return rank(a, at, post) >= rank(b, at, post) ? a : b;
    }

    /** 0 for normal, then 1, 2, 3 … in the order of the bands. */
    private static int rank(String level, Instant at, RiverPost post) {
        List<Band> bands = post.bandsAt(at);
        for (int i = 0; i < bands.size(); i++) {
            if (bands.get(i).level().equals(level)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static List<Instant> append(List<Instant> evidence, Instant at) {
        List<Instant> longer = new ArrayList<>(evidence);
        longer.add(at);
        return List.copyOf(longer);
    }

    private OptionalDouble good(Sample sample) {
        if (sample.quality() != Quality.GOOD) {
            return OptionalDouble.empty();
        }
        for (Reading reading : sample.readings()) {
            if (reading.metric().equals(metric) && reading.quality() == Quality.GOOD
                    && reading.value() instanceof Value.Quantity quantity) {
                return OptionalDouble.of(quantity.value());
            }
        }
        return OptionalDouble.empty();
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return Firing.at(openedAt, level);
    }
}
