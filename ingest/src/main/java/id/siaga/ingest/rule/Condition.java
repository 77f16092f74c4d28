package id.siaga.ingest.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * A CEL expression over the values of a sample, which it sees as map {@code m} from metric name to value. It is asked
 * when at least one of its metrics is there; one that may be missing is guarded: {@code "ping.loss" in m && …}. A
 * sample that leaves the question open (a missing metric unguarded, a word where a number was meant) says nothing.
 *
 * @see <a href="https://cel.dev">Common Expression Language</a>
 */
final class Condition {

    /** Which readings count. */
    enum Trust {
        ANY, USABLE
    }

    private static final CelOptions OPTIONS = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder().setOptions(OPTIONS)
            .addVar("m", MapType.create(SimpleType.STRING, SimpleType.DYN)).setResultType(SimpleType.BOOL).build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS)
            .build();
    private static final int MOST_ANSWERS = 256;
    private static final Pattern NAMED = Pattern.compile("m\\[\"([^\"]*)\"]|\"([^\"]*)\" in m");

    private final List<Metric> metrics;
    private final Trust trust;
    private final CelRuntime.Program program;
    private final Map<Map<String, Object>, Optional<Boolean>> answers = new ConcurrentHashMap<>();

    private Condition(List<Metric> metrics, Trust trust, CelRuntime.Program program) {
        this.metrics = metrics;
        this.trust = trust;
        this.program = program;
    }

    /** @throws IllegalArgumentException when the expression is not CEL, not a truth, or names a metric not listed */
    static Condition compile(String expression, List<String> metrics, Trust trust) {
        NAMED.matcher(expression).results().map(named -> named.group(1) == null ? named.group(2) : named.group(1))
                .filter(name -> !metrics.contains(name)).findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException(name + " is not among the metrics");
                });
        try {
            return new Condition(metrics.stream().map(Metric::named).toList(), trust,
                    RUNTIME.createProgram(COMPILER.compile(expression).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The parts of the device that the sample speaks of: doors, video inputs; the device itself is empty. */
    List<String> components(Sample sample) {
        return sample.readings().stream().filter(reading -> metrics.contains(reading.metric()))
                .map(Reading::component).distinct().toList();
    }

    /** Whether it holds for a part of the device; empty when the sample does not say. */
    Optional<Boolean> holds(Sample sample, String component) {
        Map<String, Object> values = null;
        for (Metric metric : metrics) {
            Object value = value(sample, component, metric);
            if (value != null) {
                values = values == null ? new HashMap<>() : values;
                values.put(metric.name(), value);
            }
        }
        return values == null ? Optional.empty() : answer(values);
    }

    /** Most samples say what one before them said, and CEL takes microseconds: answers are remembered, up to a bound. */
    private Optional<Boolean> answer(Map<String, Object> values) {
        Optional<Boolean> known = answers.get(values);
        if (known != null) {
            return known;
        }
        Optional<Boolean> answer = ask(values);
        if (answers.size() < MOST_ANSWERS) {
            answers.put(values, answer);
        }
        return answer;
    }

    private Optional<Boolean> ask(Map<String, Object> values) {
        try {
            return Optional.of(Boolean.TRUE.equals(program.eval(Map.of("m", values))));
        } catch (CelEvaluationException e) {
            return Optional.empty();
        }
    }

    private @Nullable Object value(Sample sample, String component, Metric metric) {
        for (Reading reading : sample.readings()) {
            if (reading.component().equals(component) && reading.metric().equals(metric)
                    && (trust == Trust.ANY || Quality.of(sample.flags() | reading.flags()) != Quality.BAD)) {
                return switch (reading.value()) {
                    case Value.Quantity quantity -> quantity.value();
                    case Value.Truth truth -> truth.value();
                    case Value.Word word -> word.value();
                };
            }
        }
        return null;
    }
}
