package id.siaga.ingest.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import id.siaga.ingest.telemetry.Kind;

class SilenceRuleTest {

    private static final Instant HEARD = Instant.parse("2026-02-11T11:00:00Z");

    @ParameterizedTest
    @CsvSource({"FLOOD, , 900", "FLOOD, 600, 1800", "FLOOD, 10, 120", "GPS, , 120", "GPS, 10, 120", "WIFI, , 60",
            "WIFI, 20, 60", "WIFI, 60, 180"})
    void silentAfterThreeIntervalsOrTheKindsOwnTime(Kind kind, Integer intervalSeconds, int timeoutSeconds) {
        SilenceRule rule = RuleBook.standard().silenceRulesFor(kind).get(0);
        Optional<Duration> interval = Optional.ofNullable(intervalSeconds).map(Duration::ofSeconds);
        Instant due = HEARD.plusSeconds(timeoutSeconds);
        assertThat(rule.judge(HEARD, Instant.EPOCH, interval, due, Timeline.device(kind))).isEmpty();
        assertThat(rule.judge(HEARD, Instant.EPOCH, interval, due.plusMillis(1), Timeline.device(kind)))
                .hasValueSatisfying(decision -> {
                    assertThat(decision.change()).isEqualTo(Decision.Change.OPENED);
                    assertThat(decision.opens()).isEqualTo(Decision.Opens.TICKET);
                    assertThat(decision.at()).isEqualTo(due.plusMillis(1));
                });
    }

    @Test
    void anOutageOfOursSilencesNobody() {
        SilenceRule rule = RuleBook.standard().silenceRulesFor(Kind.GPS).get(0);
        Instant started = HEARD.plus(Duration.ofHours(5));
        assertThat(rule.judge(HEARD, started, Optional.empty(), started.plusSeconds(119), Timeline.device(Kind.GPS)))
                .isEmpty();
        assertThat(rule.judge(HEARD, started, Optional.empty(), started.plusSeconds(121), Timeline.device(Kind.GPS)))
                .isPresent();
    }

    @Test
    void whoSpeaksAgainClears() {
        SilenceRule rule = RuleBook.standard().silenceRulesFor(Kind.FLOOD).get(0);
        Decision cleared = rule.heardAgain(HEARD, Timeline.p2c());
        assertThat(cleared.change()).isEqualTo(Decision.Change.CLEARED);
        assertThat(cleared.code()).isEqualTo("FLD-SILENT");
        assertThat(cleared.cause()).isEqualTo("silence/awlr-P2C");
    }
}
