package id.siaga.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void idsIncreaseWhateverTheClockDoes() {
        MessageIds ids = new MessageIds(7);
        Duration[] jumps = {Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-2), Duration.ofDays(30),
                Duration.ofDays(-31)};
        long last = 0;
        for (Duration jump : jumps) {
            for (int i = 0; i < 10_000; i++) {
                long id = ids.next(NOON.plus(jump));
                assertThat(id).isGreaterThan(last);
                last = id;
            }
        }
    }

    @Test
    void aWriterAfterARestartGoesOnWhereTheOthersStopped() {
        long before = new MessageIds(255).next(NOON);
        assertThat(new MessageIds(0, before).next(NOON.minusSeconds(3_600))).isGreaterThan(before);
    }

    @Test
    void writersNeverMeet() {
        Set<Long> seen = new HashSet<>();
        for (int writer = 0; writer < 256; writer++) {
            MessageIds ids = new MessageIds(writer);
            for (int i = 0; i < 100; i++) {
                assertThat(seen.add(ids.next(NOON))).isTrue();
            }
        }
    }
}
