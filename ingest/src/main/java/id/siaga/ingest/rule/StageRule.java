package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Outcome.Measured;
import id.siaga.ingest.rule.RuleState.Clearing;
import id.siaga.ingest.rule.RuleState.Firing;
import id.siaga.ingest.rule.RuleState.Inactive;
import id.siaga.ingest.rule.RuleState.Pending;
import id.siaga.ingest.rule.RuleState.Point;
import id.siaga.ingest.rule.RuleState.Trough;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Sample;

/**
 * A river stage against the bands valid at the sample's time. Rises to a level once that level's number of consecutive
 * samples reached it; leaves a level when the stage has been {@code hysteresisMm} under its limit for {@code hold}. Each
 * level keeps its own time, so a fall through two levels clears each when it is due. A level that was left and is reached
 * again before the hold is over is told again: who took the first wave for over must hear of the second.
 *
 * <p>
 * A band whose level the rule does not name (AWAS) changes nothing: the highest named level below it stays in force. A
 * sample from before the post's first band says nothing.
 *
 * @param levels mildest first
 */
record StageRule(String id, Kind kind, RiverPost.Role role, StageReading reading, double hysteresisMm, Duration hold,
        String cause, List<Level> levels) implements Rule {

    /** @param samples how many consecutive samples must reach the level */
    record Level(String name, int samples, Outcome outcome) {
    }

    /** One sample with all that is needed to judge it. */
    private record Seen(Point point, RiverPost post, Subject subject) {

        Instant at() {
            return point.at();
        }
    }

    private static final int NORMAL = 0;
    private static final double MM_PER_CM = 10;

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Instant at = sample.observedAt();
        Optional<RiverPost> post = subject.post().filter(each -> each.role() == role && each.hasBandsAt(at));
        OptionalDouble stage = reading.in(sample);
        if (post.isEmpty() || stage.isEmpty() || !at.isAfter(before.newest()) || Flag.RETAINED.in(sample.flags())) {
            return Step.quiet(before);
        }
        return judge(before, new Seen(new Point(at, stage.getAsDouble()), post.get(), subject));
    }

    private Step judge(RuleState before, Seen seen) {
        return switch (before) {
            case Inactive inactive -> judge(NORMAL, List.of(), inactive, seen);
            case Pending pending -> judge(NORMAL, pending.points(), pending, seen);
            case Firing firing -> judge(rank(firing.level()), firing.rising(), firing, seen);
            case Clearing clearing -> again(rank(clearing.level()), clearing, seen);
            case RuleState.Window window -> throw new IllegalStateException("a rate's state in rule " + id);
        };
    }

    private Step judge(int level, List<Point> rising, RuleState before, Seen seen) {
        if (reached(seen.point(), 0, seen.post()) > level) {
            return rise(level, Evidence.append(rising, seen.point(), mostSamples()), seen);
        }
        int kept = reached(seen.point(), hysteresisMm, seen.post());
        return kept >= level
                ? Step.quiet(steady(level, seen.at(), List.of()))
                : fall(level, kept, new Clearing(before.newest(), name(level), List.of(), List.of(),
                        new Trough(kept, List.of())), seen);
    }

    /** On the way down, or back up before the way down was over. */
    private Step again(int level, Clearing before, Seen seen) {
        Trough trough = before.trough();
        int kept = Math.min(level, reached(seen.point(), hysteresisMm, seen.post()));
        List<Point> run = reached(seen.point(), 0, seen.post()) > trough.rank()
                ? Evidence.append(trough.rising(), seen.point(), mostSamples())
                : List.of();
        int back = confirmed(trough.rank(), run, seen.post());
        if (back > trough.rank()) {
            int now = Math.max(back, kept);
            List<Point> evidence = Evidence.newest(run, levels.get(back - 1).samples());
            return Step.decided(steady(now, seen.at(), run),
                    decide(Change.RAISED, now, Evidence.times(evidence), seen));
        }
        Trough deeper = new Trough(Math.min(trough.rank(), kept), run);
        return kept >= level
                ? Step.quiet(new Clearing(seen.at(), name(level), List.of(), List.of(), deeper))
                : fall(level, kept, new Clearing(before.newest(), name(level), before.below(), before.evidence(),
                        deeper), seen);
    }

    private Step rise(int level, List<Point> run, Seen seen) {
        int confirmed = confirmed(level, run, seen.post());
        if (confirmed == level) {
            return Step.quiet(steady(level, seen.at(), run));
        }
        List<Point> evidence = Evidence.newest(run, levels.get(confirmed - 1).samples());
        return Step.decided(steady(confirmed, seen.at(), run),
                decide(level == NORMAL ? Change.OPENED : Change.RAISED, confirmed, Evidence.times(evidence), seen));
    }

    /** The highest level above {@code level} that enough of the newest samples agree on; {@code level} if none. */
    private int confirmed(int level, List<Point> run, RiverPost post) {
        for (int rank = levels.size(); rank > level; rank--) {
            int candidate = rank;
            int samples = levels.get(rank - 1).samples();
            if (run.size() >= samples && Evidence.newest(run, samples).stream()
                    .allMatch(point -> reached(point, 0, post) >= candidate)) {
                return rank;
            }
        }
        return level;
    }

    private Step fall(int level, int kept, Clearing before, Seen seen) {
        List<Instant> earlier = before.below();
        List<Instant> evidence = Evidence.append(before.evidence(), seen.at(), Evidence.MOST);
        List<Instant> below = new ArrayList<>(earlier.subList(0, Math.min(earlier.size(), level - kept)));
        while (below.size() < level - kept) {
            below.add(seen.at());
        }
        int left = (int) below.stream().filter(since -> held(since, seen.at())).count();
        RuleState after = left == below.size()
                ? steady(level - left, seen.at(), List.of())
                : new Clearing(seen.at(), name(level - left), List.copyOf(below.subList(left, below.size())), evidence,
                        before.trough());
        return left == 0
                ? Step.quiet(after)
                : Step.decided(after, level == left
                        ? decide(Change.CLEARED, level, evidence, seen)
                        : decide(Change.LOWERED, level - left, evidence, seen));
    }

    private boolean held(Instant since, Instant at) {
        return Duration.between(since, at).compareTo(hold) >= 0;
    }

    private RuleState steady(int level, Instant at, List<Point> rising) {
        if (level > NORMAL) {
            return new Firing(at, name(level), rising);
        }
        return rising.isEmpty() ? new Inactive(at) : new Pending(at, rising);
    }

    private Decision decide(Change change, int level, List<Instant> evidence, Seen seen) {
        Level now = levels.get(level - 1);
        double cm = seen.point().value() / MM_PER_CM;
        String words = String.format(Locale.ROOT, cm == Math.rint(cm) ? ": %.0f cm" : ": %.1f cm", cm);
        return now.outcome().decide(change, now.name(), cause, seen.subject(),
                new Measured(OptionalDouble.of(cm), "cm", words, seen.at(), evidence));
    }

    /** The rank of the highest named level whose limit, less {@code slack}, the point exceeds. */
    private int reached(Point point, double slack, RiverPost post) {
        for (int rank = levels.size(); rank > NORMAL; rank--) {
            if (post.exceeds(name(rank), point.at(), point.value() + slack)) {
                return rank;
            }
        }
        return NORMAL;
    }

    /** 1 for the mildest level, then 2, 3 …; a level the book no longer names is taken for the mildest. */
    private int rank(String level) {
        for (int rank = levels.size(); rank > 1; rank--) {
            if (name(rank).equals(level)) {
                return rank;
            }
        }
        return 1;
    }

    private String name(int rank) {
        return levels.get(rank - 1).name();
    }

    private int mostSamples() {
        return levels.stream().mapToInt(Level::samples).max().orElse(1);
    }

    @Override
    public boolean looksBack() {
        return true;
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return Firing.at(openedAt, level);
    }
}
