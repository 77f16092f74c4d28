package id.siaga.ingest.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.platform.PlatformRule.Moment;
import id.siaga.ingest.platform.PlatformRule.State;
import id.siaga.ingest.platform.PlatformRule.Step;
import id.siaga.ingest.rule.Decision;

class PlatformRuleTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final PlatformRule rule = new PlatformRule("INGEST-LAG", "lag_p99_s", 2, 10, 60, 30,
            Decision.Severity.WARN, "s", "Lambat");
    private final List<Decision> decided = new ArrayList<>();
    private State state = State.closed();
    private int second;

    @Test
    void opensWhenItLastedAndSaysWhenItBegan() {
        levels(1, 10);
        levels(5, 59);
        assertThat(decided).isEmpty();
        levels(5, 2);
        assertThat(decided).singleElement().satisfies(opened -> {
            assertThat(opened.change()).isEqualTo(Decision.Change.OPENED);
            assertThat(opened.opens()).isEqualTo(Decision.Opens.TICKET);
            assertThat(opened.at()).isEqualTo(NOON.plusSeconds(11));
        });
        levels(5, 600);
        assertThat(decided).hasSize(1);
    }

    @Test
    void clearsWhenItLastedAndSaysWhenItEnded() {
        levels(5, 61);
        levels(1, 31);
        assertThat(decided).hasSize(2).last().satisfies(cleared -> {
            assertThat(cleared.change()).isEqualTo(Decision.Change.CLEARED);
            assertThat(cleared.at()).isEqualTo(NOON.plusSeconds(62));
        });
    }

    @Test
    void aPeakThatPassesAndAPauseThatPassesChangeNothing() {
        levels(5, 30);
        levels(1, 1);
        levels(5, 59);
        assertThat(decided).isEmpty();
        levels(5, 2);
        levels(1, 29);
        levels(5, 100);
        assertThat(decided).hasSize(1);
    }

    @Test
    void tooFewCasesSayNothing() {
        for (int i = 0; i < 100; i++) {
            step(new Level(100, 9));
        }
        assertThat(decided).isEmpty();
    }

    @Test
    void aJumpOfTheWallClockNeitherOpensNorHoldsBack() {
        levels(5, 2);
        Step jumped = rule.next(state, new Level(5, 10), new Moment(Duration.ofSeconds(3).toNanos(),
                NOON.plusSeconds(86_400)));
        assertThat(jumped.decision()).isEmpty();
    }

    @Test
    void theRulesThatComeWithSiagaAreTicketsWithDistinctNames() {
        assertThat(PlatformRules.standard().rules()).extracting(PlatformRule::id).doesNotHaveDuplicates()
                .contains("INGEST-LAG", "DB-DOWN", "DLQ-GROWTH", "CLOCK-SKEW");
    }

    @Test
    void aMistakeIsNamed() {
        assertThatThrownBy(
                () -> PlatformRules.load(yaml("probe_ms: 1\ntick_ms: 1\nwindow_seconds: 1\nrules: []\nrulez: []\n")))
                .isInstanceOf(IOException.class).hasMessageContaining("rulez");
        assertThatThrownBy(() -> PlatformRules.load(yaml("probe_ms: 1\ntick_ms: 1\nwindow_seconds: 1\n")))
                .hasMessageContaining("rules");
    }

    private void levels(double value, int seconds) {
        for (int i = 0; i < seconds; i++) {
            step(new Level(value, 10));
        }
    }

    private void step(Level level) {
        second++;
        Step step = rule.next(state, level, new Moment(Duration.ofSeconds(second).toNanos(), NOON.plusSeconds(second)));
        state = step.after();
        step.decision().ifPresent(decided::add);
    }

    private static InputStream yaml(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
