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
import id.siaga.ingest.rule.RuleState.Point;
import id.siaga.ingest.rule.RuleState.Window;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Sample;

/**
 * How fast a stage rises: (now − first) / elapsed, where first is the sample nearest to {@code window} ago among those
 * between {@code leastSpan} and {@code mostSpan} old. So the rate is of about one window whatever the cadence: a gauge
 * that reports every five minutes and a few seconds is judged, a burst of samples or a restart is not, nor are two
 * samples either side of a long silence. At least {@code leastSamples} from first to now are needed. Points closer
 * together than window/{@value #POINTS_PER_WINDOW} are thinned, which bounds the state. Clears when the rate has been
 * under {@code clearMmPerMin} for {@code clearHold}.
 *
 * @param role posts it applies to; it fires only above their normal band
 */
record RateRule(String id, Kind kind, RiverPost.Role role, StageReading reading, double raiseMmPerMin, Duration window,
        Duration leastSpan, Duration mostSpan, int leastSamples, double clearMmPerMin, Duration clearHold,
        String cause, Outcome outcome) implements Rule {

    private static final int POINTS_PER_WINDOW = 60;
    private static final double MINUTE_MS = 60_000;
    private static final String LEVEL = "RISE_FAST";

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Optional<RiverPost> post = subject.post().filter(each -> each.role() == role);
        OptionalDouble stage = reading.in(sample);
        if (post.isEmpty() || stage.isEmpty() || !sample.observedAt().isAfter(before.newest())
                || Flag.RETAINED.in(sample.flags())) {
            return Step.quiet(before);
        }
        Window earlier = before instanceof Window known ? known : new Window(before.newest(), List.of(), false, null);
        Point now = new Point(sample.observedAt(), stage.getAsDouble());
        return judge(earlier, now, slide(earlier.points(), now), post.get(), subject);
    }

    private Step judge(Window earlier, Point now, List<Point> points, RiverPost post, Subject subject) {
        List<Point> judged = judged(points, now);
        if (judged.isEmpty()) {
            return Step.quiet(new Window(now.at(), points, earlier.firing(), null));
        }
        double rate = rate(judged.get(0), now);
        return earlier.firing()
                ? whileFiring(earlier, now, points, judged, rate, subject)
                : whileQuiet(now, points, judged, rate, post, subject);
    }

    private Step whileQuiet(Point now, List<Point> points, List<Point> judged, double rate, RiverPost post,
            Subject subject) {
        boolean fast = rate >= raiseMmPerMin && post.aboveNormal(now.at(), now.value());
        Window after = new Window(now.at(), points, fast, null);
        return fast ? Step.decided(after, decide(Change.OPENED, rate, judged, now, subject)) : Step.quiet(after);
    }

    private Step whileFiring(Window earlier, Point now, List<Point> points, List<Point> judged, double rate,
            Subject subject) {
        if (rate >= clearMmPerMin) {
            return Step.quiet(new Window(now.at(), points, true, null));
        }
        Instant calmSince = earlier.calmSince() == null ? now.at() : earlier.calmSince();
        return Duration.between(calmSince, now.at()).compareTo(clearHold) >= 0
                ? Step.decided(new Window(now.at(), points, false, null),
                        decide(Change.CLEARED, rate, judged, now, subject))
                : Step.quiet(new Window(now.at(), points, true, calmSince));
    }

    private static double rate(Point first, Point now) {
        return (now.value() - first.value()) / (Duration.between(first.at(), now.at()).toMillis() / MINUTE_MS);
    }

    /** From the first point of the rate to now; empty when the points allow none. */
    private List<Point> judged(List<Point> points, Point now) {
        int first = 0;
        while (first + 1 < points.size() && spans(points.get(first + 1), now)
                && offWindow(points.get(first + 1), now) <= offWindow(points.get(first), now)) {
            first++;
        }
        return spans(points.get(first), now) && points.size() - first >= leastSamples
                ? points.subList(first, points.size())
                : List.of();
    }

    private boolean spans(Point first, Point now) {
        return Duration.between(first.at(), now.at()).compareTo(leastSpan) >= 0;
    }

    private long offWindow(Point point, Point now) {
        return Math.abs(Duration.between(point.at(), now.at()).minus(window).toMillis());
    }

    /** Drops what is too old and, of the earlier points, the newest if it is too close to the one before. */
    private List<Point> slide(List<Point> points, Point now) {
        Instant from = now.at().minus(mostSpan);
        int first = 0;
        while (first < points.size() && points.get(first).at().isBefore(from)) {
            first++;
        }
        List<Point> kept = new ArrayList<>(points.subList(first, points.size()));
        if (kept.size() > 1 && close(kept.get(kept.size() - 2), kept.get(kept.size() - 1))) {
            kept.remove(kept.size() - 1);
        }
        kept.add(now);
        return List.copyOf(kept);
    }

    private boolean close(Point earlier, Point later) {
        return Duration.between(earlier.at(), later.at()).compareTo(window.dividedBy(POINTS_PER_WINDOW)) < 0;
    }

    private Decision decide(Change change, double mmPerMin, List<Point> points, Point now, Subject subject) {
        String words = String.format(Locale.ROOT, ": %+.1f cm/menit", mmPerMin / 10);
        return outcome.decide(change, LEVEL, cause, subject, new Measured(OptionalDouble.of(mmPerMin / 10), "cm/min",
                words, now.at(), Evidence.times(points)));
    }

    @Override
    public boolean looksBack() {
        return true;
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return new Window(openedAt, List.of(), true, null);
    }
}
