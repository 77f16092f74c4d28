package id.siaga.ingest.rule;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import id.siaga.ingest.rule.Decision.Opens;
import id.siaga.ingest.rule.Decision.Severity;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Quality;

/** One rule as it is written; which of the four sections it has says what kind of rule it is. */
record RuleEntry(@Nullable String id, @Nullable String kind, @Nullable String role, @Nullable String metric,
        @Nullable Quality quality, @Nullable String cause, @Nullable Stage stage, @Nullable Rise rise,
        @Nullable Holding condition, @Nullable Silence silence, @Nullable Then then) {

    private static final ObjectReader ENTRY = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build().readerFor(RuleEntry.class);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}?");
    private static final Set<String> PLACEHOLDERS = Set.of("{device}", "{name}", "{post}");
    private static final double MM_PER_CM = 10;

    /** @param levels by name, mildest first */
    record Stage(@JsonProperty("hysteresis_cm") double hysteresisCm, @JsonProperty("hold_minutes") int holdMinutes,
            @Nullable Map<String, StageLevel> levels) {
    }

    record StageLevel(int samples, @Nullable Then then) {
    }

    record Rise(@JsonProperty("raise_cm_per_min") double raise, @JsonProperty("window_minutes") int window,
            @JsonProperty("least_span_minutes") int leastSpan, @JsonProperty("most_span_minutes") int mostSpan,
            @JsonProperty("least_samples") int leastSamples, @JsonProperty("clear_cm_per_min") double clear,
            @JsonProperty("clear_minutes") int clearMinutes) {
    }

    record Holding(@Nullable String cel, @Nullable List<String> metrics, @JsonProperty("hold_seconds") int holdSeconds,
            int samples, @JsonProperty("any_quality") @Nullable Boolean anyQuality,
            @JsonProperty("each_part") @Nullable Boolean eachPart, @Nullable Window hours) {
    }

    /** Without days: every day. */
    record Window(@Nullable Set<DayOfWeek> days, @Nullable String from, @Nullable String to, @Nullable String zone) {
    }

    record Silence(int intervals, @JsonProperty("least_seconds") int least,
            @JsonProperty("otherwise_seconds") int otherwise) {
    }

    record Then(@Nullable String code, @Nullable Severity severity, @Nullable Opens opens, @Nullable String category,
            @Nullable String priority, @Nullable String title) {
    }

    static RuleEntry read(JsonNode node) {
        String id = node.path("id").asText("?");
        try {
            return ENTRY.<RuleEntry>readValue(node).checked();
        } catch (JsonMappingException e) {
            String field = e.getPath().stream().map(each -> String.valueOf(each.getFieldName()))
                    .collect(Collectors.joining("."));
            boolean absent = e.getOriginalMessage().startsWith("Cannot map `null`");
            throw wrong(id, field, absent ? "is missing" : e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw wrong(id, "yaml", e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong(id, "yaml", String.valueOf(e.getMessage()));
        }
    }

    private RuleEntry checked() {
        required(id, "id");
        long sections = Stream.of(stage, rise, condition, silence).filter(Objects::nonNull).count();
        check(sections == 1, "stage, rise, condition or silence", "exactly one of them is needed");
        return this;
    }

    String name() {
        return required(id, "id");
    }

    Kind deviceKind() {
        return Kind.ofWord(required(kind, "kind")).orElseThrow(() -> wrong("kind", "is no kind of device"));
    }

    Rule rule() {
        if (stage != null) {
            return stageRule(stage);
        }
        return rise == null ? conditionRule(required(condition, "condition")) : rateRule(rise);
    }

    private Rule stageRule(Stage written) {
        check(written.hysteresisCm() >= 0, "stage.hysteresis_cm", "must not be negative");
        check(written.holdMinutes() >= 0, "stage.hold_minutes", "must not be negative");
        Map<String, StageLevel> named = required(written.levels(), "stage.levels");
        check(!named.isEmpty(), "stage.levels", "must name at least one level");
        List<StageRule.Level> levels = new ArrayList<>();
        named.forEach((level, each) -> {
            String field = "stage.levels." + level;
            check(each.samples() >= 1 && each.samples() <= Evidence.MOST, field + ".samples",
                    "must be 1 to " + Evidence.MOST);
            levels.add(new StageRule.Level(level, each.samples(), outcome(each.then(), field + ".then")));
        });
        return new StageRule(name(), deviceKind(), riverRole(), stageReading(), written.hysteresisCm() * MM_PER_CM,
                Duration.ofMinutes(written.holdMinutes()), causeText(), List.copyOf(levels));
    }

    private Rule rateRule(Rise written) {
        check(written.leastSpan() >= 1 && written.leastSpan() <= written.window(), "rise.least_span_minutes",
                "must be between 1 and the window");
        check(written.mostSpan() >= written.window(), "rise.most_span_minutes", "must not be less than the window");
        check(written.leastSamples() >= 2, "rise.least_samples", "must be at least 2");
        check(written.raise() > 0, "rise.raise_cm_per_min", "must be more than 0");
        check(written.clear() <= written.raise(), "rise.clear_cm_per_min", "must not be more than raise_cm_per_min");
        check(written.clearMinutes() >= 0, "rise.clear_minutes", "must not be negative");
        return new RateRule(name(), deviceKind(), riverRole(), stageReading(), written.raise() * MM_PER_CM,
                Duration.ofMinutes(written.window()), Duration.ofMinutes(written.leastSpan()),
                Duration.ofMinutes(written.mostSpan()), written.leastSamples(), written.clear() * MM_PER_CM,
                Duration.ofMinutes(written.clearMinutes()), causeText(), outcome(then, "then"));
    }

    private Rule conditionRule(Holding written) {
        List<String> metrics = required(written.metrics(), "condition.metrics");
        check(!metrics.isEmpty(), "condition.metrics", "must name at least one metric");
        metrics.forEach(each -> check(Metric.named(each).catalogued(), "condition.metrics",
                each + " is not in the catalogue"));
        check(written.holdSeconds() >= 0, "condition.hold_seconds", "must not be negative");
        check(written.samples() >= 1 && written.samples() <= Evidence.MOST, "condition.samples",
                "must be 1 to " + Evidence.MOST);
        return new ConditionRule(name(), deviceKind(),
                Boolean.TRUE.equals(written.eachPart()) ? ConditionRule.Scope.PARTS : ConditionRule.Scope.DEVICE,
                written.hours() == null ? Hours.ALWAYS : hours(written.hours()), compiled(written, metrics),
                Duration.ofSeconds(written.holdSeconds()), written.samples(), causeText(), outcome(then, "then"));
    }

    private Hours hours(Window written) {
        try {
            return new Hours(written.days() == null ? Hours.ALWAYS.days() : written.days(),
                    LocalTime.parse(required(written.from(), "condition.hours.from")),
                    LocalTime.parse(required(written.to(), "condition.hours.to")),
                    ZoneId.of(required(written.zone(), "condition.hours.zone")));
        } catch (DateTimeException e) {
            throw wrong("condition.hours", String.valueOf(e.getMessage()));
        }
    }

    private Condition compiled(Holding written, List<String> metrics) {
        try {
            return Condition.compile(required(written.cel(), "condition.cel"), metrics,
                    Boolean.TRUE.equals(written.anyQuality()) ? Condition.Trust.ANY : Condition.Trust.USABLE);
        } catch (IllegalArgumentException e) {
            throw wrong("condition.cel", String.valueOf(e.getMessage()));
        }
    }

    SilenceRule silenceRule() {
        Silence written = required(silence, "silence");
        check(written.intervals() >= 1, "silence.intervals", "must be at least 1");
        check(written.least() >= 1, "silence.least_seconds", "must be at least 1");
        check(written.otherwise() >= 1, "silence.otherwise_seconds", "must be at least 1");
        return new SilenceRule(name(), deviceKind(), written.intervals(), Duration.ofSeconds(written.least()),
                Duration.ofSeconds(written.otherwise()), causeText(), outcome(then, "then"));
    }

    private Outcome outcome(@Nullable Then written, String field) {
        Then known = required(written, field);
        Opens opens = required(known.opens(), field + ".opens");
        if (opens == Opens.INCIDENT) {
            required(known.category(), field + ".category");
            required(known.priority(), field + ".priority");
        }
        return new Outcome(required(known.code(), field + ".code"), required(known.severity(), field + ".severity"),
                opens, known.category(), known.priority(), text(known.title(), field + ".title"));
    }

    private StageReading stageReading() {
        Metric known = Metric.named(required(metric, "metric"));
        check(known.catalogued(), "metric", "is not in the catalogue");
        return new StageReading(known, required(quality, "quality"));
    }

    private RiverPost.Role riverRole() {
        String word = required(role, "role").toUpperCase(Locale.ROOT);
        for (RiverPost.Role each : RiverPost.Role.values()) {
            if (each.name().equals(word) && each != RiverPost.Role.REFERENCE) {
                return each;
            }
        }
        throw wrong("role", "must be city or upstream; a reference post is shown and opens nothing");
    }

    private String causeText() {
        return text(cause, "cause");
    }

    private String text(@Nullable String written, String field) {
        String text = required(written, field);
        PLACEHOLDER.matcher(text).results().map(found -> found.group()).filter(each -> !PLACEHOLDERS.contains(each))
                .findFirst().ifPresent(each -> {
                    throw wrong(field, each + " is none of {device}, {name}, {post}");
                });
        return text;
    }

    private <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw wrong(field, "is missing");
        }
        return value;
    }

    private void check(boolean holds, String field, String reason) {
        if (!holds) {
            throw wrong(field, reason);
        }
    }

    IllegalArgumentException wrong(String field, String reason) {
        return wrong(id == null ? "?" : id, field, reason);
    }

    private static IllegalArgumentException wrong(String id, String field, String reason) {
        return new IllegalArgumentException("rule " + id + ": " + field + ": " + reason);
    }
}
