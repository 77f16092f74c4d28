package id.siaga.ingest.rule;

import static id.siaga.ingest.rule.Timeline.device;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Every condition of the book on both sides of its limit. */
class KindRulesTest {

    private static final int SAMPLES = 12;
    private static final int SECONDS_APART = 100;

    @ParameterizedTest
    @CsvFileSource(resources = "/rules.csv", delimiter = '|', numLinesToSkip = 1)
    void aConditionOpensOnItsSideOfTheLimitAndClearsOnTheOther(String rule, String kind, String raises, String clears) {
        Timeline timeline = new Timeline(rule, device(Kind.ofWord(kind).orElseThrow()));
        hears(timeline, 0, clears);
        assertThat(timeline.decisions()).isEmpty();

        hears(timeline, SAMPLES, raises);
        assertThat(timeline.decisions()).extracting(Decision::change).containsExactly(Decision.Change.OPENED);

        hears(timeline, 2 * SAMPLES, clears);
        assertThat(timeline.decisions()).extracting(Decision::change).containsExactly(Decision.Change.OPENED,
                Decision.Change.CLEARED);
    }

    @Test
    void noConditionIsLeftOut() throws IOException {
        Set<String> written = Arrays.stream(Kind.values())
                .flatMap(kind -> RuleBook.standard().rulesFor(kind).stream()).filter(ConditionRule.class::isInstance)
                .map(Rule::id).collect(Collectors.toSet());
        try (var csv = Objects.requireNonNull(KindRulesTest.class.getResourceAsStream("/rules.csv"))) {
            assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                    .map(line -> line.split("\\|")[0]).collect(Collectors.toSet())).isEqualTo(written);
        }
    }

    private static void hears(Timeline timeline, int from, String words) {
        Reading[] readings = Arrays.stream(words.split(" ")).map(KindRulesTest::reading).toArray(Reading[]::new);
        for (int i = 0; i < SAMPLES; i++) {
            timeline.sample((from + i) * SECONDS_APART, 0, readings);
        }
    }

    private static Reading reading(String words) {
        String[] parts = words.split("=");
        Value value = switch (parts[1]) {
            case "true" -> Value.YES;
            case "false" -> Value.NO;
            case String word when word.matches("-?[0-9.]+") -> Value.of(Double.parseDouble(word));
            default -> Value.of(parts[1]);
        };
        return Timeline.reading(parts[0], value, 0);
    }
}
