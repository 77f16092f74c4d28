package id.siaga.ingest.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import id.siaga.ingest.rule.Decision.Opens;
import id.siaga.ingest.rule.Decision.Severity;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;

/** The rules in force, read from YAML. A mistake in it stops the start and names the rule, the field and the reason. */
public final class RuleBook {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build().readerFor(Book.class);

    private record Book(List<Entry> rules) {
    }

    /** One rule as it is written; which of the four sections it has says what kind of rule it is. */
    private record Entry(@Nullable String id, @Nullable String kind, @Nullable String role, @Nullable String metric,
            @Nullable String cause, @Nullable Stage stage, @Nullable Rise rise, @Nullable Holding condition,
            @Nullable Silence silence, @Nullable Then then) {
    }

    private record Stage(@JsonProperty("hysteresis_cm") double hysteresisCm,
            @JsonProperty("hold_minutes") int holdMinutes, Map<String, StageLevel> levels) {
    }

    private record StageLevel(int samples, Then then) {
    }

    private record Rise(@JsonProperty("raise_cm_per_min") double raise, @JsonProperty("window_minutes") int window,
            @JsonProperty("least_span_minutes") int leastSpan, @JsonProperty("clear_cm_per_min") double clear,
            @JsonProperty("clear_minutes") int clearMinutes) {
    }

    private record Holding(@Nullable String cel, List<String> metrics, @JsonProperty("hold_seconds") int holdSeconds,
            int samples, @JsonProperty("any_quality") boolean anyQuality) {
    }

    private record Silence(int intervals, @JsonProperty("least_seconds") int least,
            @JsonProperty("otherwise_seconds") int otherwise) {
    }

    private record Then(@Nullable String code, @Nullable Severity severity, @Nullable Opens opens,
            @Nullable String category, @Nullable String priority, @Nullable String title) {
    }

    private final Map<Kind, List<Rule>> rules = new EnumMap<>(Kind.class);
    private final Map<Kind, List<SilenceRule>> silences = new EnumMap<>(Kind.class);

    private RuleBook(Book book) {
        Set<String> ids = new HashSet<>();
        for (Entry entry : book.rules()) {
            String id = required(entry.id(), "?", "id");
            if (!ids.add(id)) {
                throw wrong(id, "id", "is used twice");
            }
            add(id, entry);
        }
    }

    /** @throws IllegalArgumentException naming rule, field and reason */
    public static RuleBook load(InputStream yaml) {
        try {
            return new RuleBook(YAML.readValue(yaml));
        } catch (IOException e) {
            throw new IllegalArgumentException("rules: " + e.getMessage(), e);
        }
    }

    /** The rules that come with Siaga. */
    public static RuleBook standard() {
        try (InputStream yaml = Objects.requireNonNull(RuleBook.class.getResourceAsStream("rules.yaml"))) {
            return load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules that judge samples of a kind, in the order of the book. */
    public List<Rule> rulesFor(Kind kind) {
        return rules.getOrDefault(kind, List.of());
    }

    /** The rules that judge the silence of a kind. */
    public List<SilenceRule> silenceRulesFor(Kind kind) {
        return silences.getOrDefault(kind, List.of());
    }

    private void add(String id, Entry entry) {
        Kind kind = Kind.ofWord(required(entry.kind(), id, "kind"))
                .orElseThrow(() -> wrong(id, "kind", "is no kind of device"));
        String cause = required(entry.cause(), id, "cause");
        if (entry.stage() != null) {
            put(kind, stage(id, kind, cause, entry, entry.stage()));
        } else if (entry.rise() != null) {
            put(kind, rise(id, kind, cause, entry, entry.rise()));
        } else if (entry.condition() != null) {
            put(kind, condition(id, kind, cause, entry, entry.condition()));
        } else if (entry.silence() != null) {
            Silence silence = entry.silence();
            silences.computeIfAbsent(kind, each -> new ArrayList<>())
                    .add(new SilenceRule(id, kind, silence.intervals(), Duration.ofSeconds(silence.least()),
                            Duration.ofSeconds(silence.otherwise()), cause, outcome(id, entry.then())));
        } else {
            throw wrong(id, "stage, rise, condition or silence", "one of them is needed");
        }
    }

    private void put(Kind kind, Rule rule) {
        rules.computeIfAbsent(kind, each -> new ArrayList<>()).add(rule);
    }

    private static Rule stage(String id, Kind kind, String cause, Entry entry, Stage stage) {
        Map<String, StageRule.Level> levels = new LinkedHashMap<>();
        stage.levels().forEach((level, then) -> {
            if (then.samples() < 1) {
                throw wrong(id, "levels." + level + ".samples", "must be at least 1");
            }
            levels.put(level, new StageRule.Level(then.samples(), outcome(id, then.then())));
        });
        return new StageRule(id, kind, role(id, entry), metric(id, entry), stage.hysteresisCm() * 10,
                Duration.ofMinutes(stage.holdMinutes()), cause, Map.copyOf(levels));
    }

    private static Rule rise(String id, Kind kind, String cause, Entry entry, Rise rise) {
        if (rise.leastSpan() < 1 || rise.leastSpan() > rise.window()) {
            throw wrong(id, "rise.least_span_minutes", "must be between 1 and the window");
        }
        return new RateRule(id, kind, role(id, entry), metric(id, entry), rise.raise() * 10,
                Duration.ofMinutes(rise.window()), Duration.ofMinutes(rise.leastSpan()), rise.clear() * 10,
                Duration.ofMinutes(rise.clearMinutes()), cause, outcome(id, entry.then()));
    }

    private static Rule condition(String id, Kind kind, String cause, Entry entry, Holding holding) {
        try {
            return new ConditionRule(id, kind,
                    Condition.compile(required(holding.cel(), id, "condition.cel"), holding.metrics(),
                            holding.anyQuality() ? Condition.Trust.ANY : Condition.Trust.USABLE),
                    Duration.ofSeconds(holding.holdSeconds()), Math.max(1, holding.samples()), cause,
                    outcome(id, entry.then()));
        } catch (IllegalArgumentException e) {
            throw wrong(id, "condition.cel", String.valueOf(e.getMessage()));
        }
    }

    private static Outcome outcome(String id, @Nullable Then then) {
        if (then == null) {
            throw wrong(id, "then", "is missing");
        }
        return new Outcome(required(then.code(), id, "then.code"), required(then.severity(), id, "then.severity"),
                required(then.opens(), id, "then.opens"), then.category(), then.priority(),
                required(then.title(), id, "then.title"));
    }

    private static RiverPost.Role role(String id, Entry entry) {
        Map<String, RiverPost.Role> roles = new HashMap<>();
        for (RiverPost.Role role : RiverPost.Role.values()) {
            roles.put(role.name(), role);
        }
        RiverPost.Role role = roles.get(required(entry.role(), id, "role").toUpperCase(Locale.ROOT));
        return required(role, id, "role");
    }

    private static Metric metric(String id, Entry entry) {
        Metric metric = Metric.named(required(entry.metric(), id, "metric"));
        if (!metric.catalogued()) {
            throw wrong(id, "metric", "is not in the catalogue");
        }
        return metric;
    }

    private static <T> T required(@Nullable T value, String id, String field) {
        if (value == null) {
            throw wrong(id, field, "is missing or not a known word");
        }
        return value;
    }

    private static IllegalArgumentException wrong(String id, String field, String reason) {
        return new IllegalArgumentException("rule " + id + ": " + field + ": " + reason);
    }
}
