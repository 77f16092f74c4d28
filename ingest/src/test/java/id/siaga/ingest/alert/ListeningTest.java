package id.siaga.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class ListeningTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private final Listening listening = new Listening(Duration.ofSeconds(15), NOON, 0);

    @Test
    void ticksInTimeChangeNothing() {
        for (int i = 1; i <= 100; i++) {
            assertThat(listening.stillAt(NOON.plusSeconds(5L * i), 5L * i * SECOND)).isEqualTo(NOON);
        }
    }

    @Test
    void aTickThatIsMissedForLongIsABreak() {
        assertThat(listening.stillAt(NOON.plusSeconds(600), 600 * SECOND)).isEqualTo(NOON.plusSeconds(600));
    }

    @Test
    void aJumpOfTheWallClockIsABreakInBothDirections() {
        Instant ahead = NOON.plusSeconds(3_600);
        assertThat(listening.stillAt(ahead, 5 * SECOND)).isEqualTo(ahead);
        assertThat(listening.stillAt(NOON, 10 * SECOND)).isEqualTo(NOON);
        assertThat(listening.stillAt(NOON.plusSeconds(5), 15 * SECOND)).isEqualTo(NOON);
    }
}
