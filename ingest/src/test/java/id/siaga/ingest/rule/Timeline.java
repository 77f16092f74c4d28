package id.siaga.ingest.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;
import id.siaga.ingest.telemetry.Value;

/** A device's story told to one rule: what was decided is read back as short lines such as {@code 0 OPENED FLD-S3}. */
final class Timeline {

    static final Instant START = Instant.parse("2026-02-11T11:00:00Z");
    private static final Instant SINCE_2021 = Instant.parse("2021-01-01T00:00:00Z");

    private static final RuleBook BOOK = RuleBook.standard();

    private final Rule rule;
    private final Subject subject;
    private final Instant start;
    private final List<Decision> decisions = new ArrayList<>();
    private RuleState state = RuleState.initial();

    Timeline(String ruleId, Subject subject) {
        this(ruleId, subject, START);
    }

    Timeline(String ruleId, Subject subject, Instant start) {
        this.rule = rule(subject.kind(), ruleId);
        this.subject = subject;
        this.start = start;
    }

    static Rule rule(Kind kind, String id) {
        return BOOK.rulesFor(kind).stream().filter(each -> each.id().equals(id)).findFirst()
                .orElseThrow();
    }

    static Subject gauge(String post, RiverPost.Role role, int... limitsCm) {
        List<Band> bands = bands(SINCE_2021, Optional.empty(), limitsCm);
        return new Subject("awlr-" + post, "Gauge " + post, Kind.FLOOD,
                Optional.of(new RiverPost(post, "Post " + post, role, bands)));
    }

    static List<Band> bands(Instant from, Optional<Instant> to, int... limitsCm) {
        String[] levels = {"SIAGA_3", "SIAGA_2", "SIAGA_1", "AWAS"};
        List<Band> bands = new ArrayList<>();
        for (int i = 0; i < limitsCm.length; i++) {
            bands.add(new Band(levels[i], limitsCm[i] * 10, from, to));
        }
        return bands;
    }

    static Subject p2c() {
        return gauge("P2C", RiverPost.Role.CITY, 350, 450, 550);
    }

    static Subject device(Kind kind) {
        return new Subject("dev-1", "Device 1", kind, Optional.empty());
    }

    static Value cm(double cm) {
        return Value.of(cm * 10);
    }

    Timeline stage(double minute, double cm) {
        return stage(minute, cm, 0);
    }

    Timeline stage(double minute, double cm, int flags) {
        return sample(minute * 60, 0, reading("water.stage", cm(cm), flags));
    }

    static Reading reading(String metric, Value value, int flags) {
        return Reading.of(Metric.named(metric), value, flags);
    }

    Timeline says(double second, String metric, Value value) {
        return sample(second, 0, reading(metric, value, 0));
    }

    Timeline sample(double second, int flags, Reading... readings) {
        return next(new Sample(start.plusMillis(Math.round(second * 1000)), TimeSource.DEVICE, flags,
                List.of(readings), null));
    }

    private Timeline next(Sample sample) {
        Step step = rule.next(state, sample, subject);
        state = step.after();
        step.decision().ifPresent(decisions::add);
        return this;
    }

    Timeline restored(String level, double minute) {
        state = rule.restore(level, start.plusSeconds(Math.round(minute * 60)));
        return this;
    }

    RuleState state() {
        return state;
    }

    List<Decision> decisions() {
        return decisions;
    }

    /** Each decision as minute, change, code. */
    List<String> told() {
        return decisions.stream().map(each -> Duration.between(start, each.at()).toSeconds() / 60 + " " + each.change()
                + " " + each.code()).toList();
    }
}
