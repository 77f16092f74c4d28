package id.siaga.ingest.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

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
 * only when every metric it names is there.
 *
 * @see <a href="https://cel.dev">Common Expression Language</a>
 */
final class Condition {

    /** Which readings count. */
    enum Trust {
        ANY, USABLE
    }

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .addVar("m", MapType.create(SimpleType.STRING, SimpleType.DYN)).setResultType(SimpleType.BOOL).build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

    private final List<Metric> metrics;
    private final Trust trust;
    private final CelRuntime.Program program;

    private Condition(List<Metric> metrics, Trust trust, CelRuntime.Program program) {
        this.metrics = metrics;
        this.trust = trust;
        this.program = program;
    }

    /** @throws IllegalArgumentException when the expression is not CEL or not a truth */
    static Condition compile(String expression, List<String> metrics, Trust trust) {
        try {
            return new Condition(metrics.stream().map(Metric::named).toList(), trust,
                    RUNTIME.createProgram(COMPILER.compile(expression).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("condition: " + e.getMessage(), e);
        }
    }

    /** Whether it holds; empty when the sample does not say. */
    Optional<Boolean> holds(Sample sample) {
        Map<String, Object> values = new HashMap<>();
        for (Metric metric : metrics) {
            Object value = value(sample, metric);
            if (value == null) {
                return Optional.empty();
            }
            values.put(metric.name(), value);
        }
        try {
            return Optional.of(Boolean.TRUE.equals(program.eval(Map.of("m", values))));
        } catch (CelEvaluationException e) {
            // A word where a number was expected, say: the sample does not answer the question.
            return Optional.empty();
        }
    }

    private @Nullable Object value(Sample sample, Metric metric) {
        for (Reading reading : sample.readings()) {
            if (reading.component().isEmpty() && reading.metric().equals(metric)
                    && (trust == Trust.ANY || reading.quality() != Quality.BAD)) {
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
