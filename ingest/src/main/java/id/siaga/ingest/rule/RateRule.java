package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.rule.Decision.Change;
import id.siaga.ingest.rule.Outcome.Measured;
import id.siaga.ingest.rule.RuleState.Point;
import id.siaga.ingest.rule.RuleState.Window;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * How fast a stage rises: (last − first) / elapsed over the samples of the last {@code window}. A window that does not
 * yet span {@code leastSpan} says nothing, so a burst of samples or a restart cannot make a rate. Points closer together
 * than window/{@value #MOST_POINTS} are thinned, which bounds the state. Clears when the rate has been under
 * {@code clearMmPerMin} for {@code clearHold}.
 *
 * @param role posts it applies to; it fires only above their normal band
 */
record RateRule(String id, Kind kind, RiverPost.Role role, Metric metric, double raiseMmPerMin, Duration window,
        Duration leastSpan, double clearMmPerMin, Duration clearHold, String cause, Outcome outcome)
        implements
            Rule {

    private static final int MOST_POINTS = 60;
    private static final double MINUTE_MS = 60_000;
    private static final String LEVEL = "RISE_FAST";

    @Override
    public Step next(RuleState before, Sample sample, Subject subject) {
        Optional<RiverPost> post = subject.post().filter(each -> each.role() == role);
        Optional<Value> value = sample.quality() == Quality.GOOD ? sample.usable(metric) : Optional.empty();
        if (post.isEmpty() || !sample.observedAt().isAfter(before.newest())
                || !(value.orElse(null) instanceof Value.Quantity stage)) {
            return Step.quiet(before);
        }
        Window earlier = before instanceof Window known ? known : new Window(before.newest(), List.of(), false, null);
        Point now = new Point(sample.observedAt(), stage.value());
        return judge(earlier, now, slide(earlier.points(), now), post.get(), subject);
    }

    private Step judge(Window earlier, Point now, List<Point> points, RiverPost post, Subject subject) {
        OptionalDouble rate = rate(points, now);
        if (!earlier.firing()) {
            boolean fast = rate.isPresent() && rate.getAsDouble() >= raiseMmPerMin
                    && post.reached(now.at(), now.value()).isPresent();
            Window after = new Window(now.at(), points, fast, null);
            return fast
                    ? Step.decided(after, decide(Change.OPENED, rate.getAsDouble(), points, now, subject))
                    : Step.quiet(after);
        }
        boolean calm = rate.isPresent() && rate.getAsDouble() < clearMmPerMin;
        @Nullable
        Instant calmSince = !calm ? null : earlier.calmSince() == null ? now.at() : earlier.calmSince();
        boolean cleared = calmSince != null && Duration.between(calmSince, now.at()).compareTo(clearHold) >= 0;
        Window after = new Window(now.at(), points, !cleared, cleared ? null : calmSince);
        return cleared
                ? Step.decided(after, decide(Change.CLEARED, rate.orElse(0), points, now, subject))
                : Step.quiet(after);
    }

    private OptionalDouble rate(List<Point> points, Point now) {
        Point first = points.get(0);
        Duration span = Duration.between(first.at(), now.at());
        return span.compareTo(leastSpan) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((now.value() - first.value()) / (span.toMillis() / MINUTE_MS));
    }

    private List<Point> slide(List<Point> points, Point now) {
        Instant from = now.at().minus(window);
        Duration apart = window.dividedBy(MOST_POINTS);
        List<Point> kept = new ArrayList<>();
        for (Point point : points) {
            boolean spaced = kept.isEmpty()
                    || Duration.between(kept.get(kept.size() - 1).at(), point.at()).compareTo(apart) >= 0;
            if (!point.at().isBefore(from) && spaced) {
                kept.add(point);
            }
        }
        kept.add(now);
        return List.copyOf(kept);
    }

    private Decision decide(Change change, double mmPerMin, List<Point> points, Point now, Subject subject) {
        String words = String.format(Locale.ROOT, ": %+.1f cm/menit", mmPerMin / 10);
        return outcome.decide(change, LEVEL, cause, subject, new Measured(OptionalDouble.of(mmPerMin / 10), "cm/min",
                words, now.at(), points.stream().map(Point::at).toList()));
    }

    @Override
    public RuleState restore(String level, Instant openedAt) {
        return new Window(openedAt, List.of(), true, null);
    }
}
