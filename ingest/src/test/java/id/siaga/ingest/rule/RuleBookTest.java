package id.siaga.ingest.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import id.siaga.ingest.telemetry.Kind;

class RuleBookTest {

    private static final String STAGE = """
                                        rules:
                                          - id: A
                                            kind: flood
                                            role: city
                                            metric: water.stage
                                            quality: GOOD
                                            cause: flood/{post}
                                            stage:
                                              hysteresis_cm: 10
                                              hold_minutes: 30
                                              levels:
                                                SIAGA_1:
                                                  samples: 1
                                                  then: { code: S1, severity: EMERG, opens: INCIDENT, category: TBN, priority: P1, title: "{name}" }
                                        """;
    private static final String RISE = """
                                       rules:
                                         - id: B
                                           kind: flood
                                           role: city
                                           metric: water.stage
                                           quality: GOOD
                                           cause: flood/{post}
                                           rise:
                                             raise_cm_per_min: 2.0
                                             window_minutes: 10
                                             least_span_minutes: 8
                                             most_span_minutes: 13
                                             least_samples: 3
                                             clear_cm_per_min: 1.0
                                             clear_minutes: 10
                                           then: { code: R, severity: CRIT, opens: NOTHING, title: "{name}" }
                                       """;
    private static final String CONDITION = """
                                            rules:
                                              - id: C
                                                kind: cctv
                                                cause: camera/{device}
                                                condition: { cel: 'm["cctv.frozen"] == true', metrics: [cctv.frozen], hold_seconds: 30, samples: 2 }
                                                then: { code: F, severity: WARN, opens: TICKET, title: "{name}" }
                                            """;
    private static final String SILENCE = """
                                          rules:
                                            - id: D
                                              kind: gps
                                              cause: silence/{device}
                                              silence: { intervals: 3, least_seconds: 120, otherwise_seconds: 120 }
                                              then: { code: Q, severity: WARN, opens: TICKET, title: "{name}" }
                                          """;

    @Test
    void theBookThatComesWithItLoads() {
        RuleBook book = RuleBook.standard();
        assertThat(book.rulesFor(Kind.FLOOD)).extracting(Rule::id).startsWith("FLD-STAGE", "FLD-UP",
                "FLD-RISE-FAST", "FLD-UP-RISE-FAST");
        assertThat(book.rulesFor(Kind.UNKNOWN)).isEmpty();
        Stream<String> judged = Arrays.stream(Kind.values()).flatMap(kind -> book.rulesFor(kind).stream())
                .map(Rule::id);
        Stream<String> silent = Arrays.stream(Kind.values()).flatMap(kind -> book.silenceRulesFor(kind).stream())
                .map(SilenceRule::id);
        assertThat(Stream.concat(judged, silent)).doesNotHaveDuplicates().hasSize(75);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "kind: flood | kind: fluid | rule A: kind: is no kind of device",
            "role: city | role: reference | rule A: role: must be city or upstream",
            "metric: water.stage | metric: water.stages | rule A: metric: is not in the catalogue",
            "quality: GOOD | quality: FINE | rule A: quality: ",
            "hold_minutes: 30 | holding: 30 | rule A: stage.hold_minutes: is missing",
            "samples: 1 | samples: 0 | rule A: stage.levels.SIAGA_1.samples: must be 1 to 100",
            "severity: EMERG | severity: LOUD | rule A: stage.levels.SIAGA_1.then.severity: ",
            "category: TBN, | `` | rule A: stage.levels.SIAGA_1.then.category: is missing",
            "flood/{post} | flood/{posts} | rule A: cause: {posts} is none of",
            "hysteresis_cm: 10 | hysteresis_cm: -1 | rule A: stage.hysteresis_cm: must not be negative",
            "- id: A | - ident: A | rule ?: ident: "})
    void aMistakeInAStageRuleIsNamed(String right, String wrong, String message) {
        refuses(STAGE, right, wrong, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "least_span_minutes: 8 | least_span_minutes: 11 | rule B: rise.least_span_minutes: must be between 1",
            "most_span_minutes: 13 | most_span_minutes: 9 | rule B: rise.most_span_minutes: ",
            "least_samples: 3 | least_samples: 1 | rule B: rise.least_samples: must be at least 2",
            "clear_cm_per_min: 1.0 | clear_cm_per_min: 3.0 | rule B: rise.clear_cm_per_min: ",
            "raise_cm_per_min: 2.0 | raise_cm_per_min: fast | rule B: rise.raise_cm_per_min: "})
    void aMistakeInARateRuleIsNamed(String right, String wrong, String message) {
        refuses(RISE, right, wrong, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "== true | == | rule C: condition.cel: ", "== true | == true ? 1 : 2 | rule C: condition.cel: ",
            "[cctv.frozen] | [cctv.black] | rule C: condition.cel: cctv.frozen is not among the metrics",
            "[cctv.frozen] | [] | rule C: condition.metrics: must name at least one",
            "samples: 2 | samples: 101 | rule C: condition.samples: must be 1 to 100",
            "hold_seconds: 30 | hold_seconds: -1 | rule C: condition.hold_seconds: "})
    void aMistakeInAConditionIsNamed(String right, String wrong, String message) {
        refuses(CONDITION, right, wrong, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"intervals: 3 | intervals: 0 | rule D: silence.intervals: must be at least 1",
            "least_seconds: 120 | least_seconds: soon | rule D: silence.least_seconds: ",
            "silence: { | silent: { | rule D: silent: ", "code: Q, | severity: WARN, | rule D"})
    void aMistakeInASilenceRuleIsNamed(String right, String wrong, String message) {
        refuses(SILENCE, right, wrong, message);
    }

    @Test
    void aFieldNobodyKnowsIsAMistake() {
        refuses(STAGE, "hysteresis_cm: 10", "hysteresis_cm: 10\n      hysteresis_mm: 10",
                "rule A: stage.hysteresis_mm: ");
    }

    @Test
    void anIdIsUsedOnce() {
        String twice = SILENCE + SILENCE.substring(SILENCE.indexOf('\n') + 1);
        assertThatThrownBy(() -> load(twice)).hasMessage("rule D: id: is used twice");
    }

    @Test
    void aRuleIsOfOneKind() {
        assertThatThrownBy(() -> load(CONDITION.replace("    then:",
                "    silence: { intervals: 3, least_seconds: 1, otherwise_seconds: 1 }\n    then:")))
                .hasMessageStartingWith("rule C: stage, rise, condition or silence: exactly one");
    }

    @Test
    void anEmptyBookIsAMistake() {
        assertThatThrownBy(() -> load("")).hasMessageStartingWith("rules: must be a list");
        assertThatThrownBy(() -> load("rules: []")).hasMessageStartingWith("rules: must be a list");
        assertThatThrownBy(() -> load("rules: [")).hasMessageStartingWith("rules: ");
    }

    private static void refuses(String book, String right, String wrong, String message) {
        assertThat(load(book)).isNotNull();
        assertThat(book).contains(right);
        assertThatThrownBy(() -> load(book.replace(right, wrong))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static RuleBook load(String yaml) {
        return RuleBook.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}
