package id.siaga.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

/** Who fails too often waits, and nobody else. */
class AttemptsTest {

    private static final AttemptPolicy POLICY = new AttemptPolicy(3, 6, Duration.ofMinutes(1), Duration.ofMinutes(5),
            100);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource time = now::get;
    private final Attempts attempts = new Attempts(POLICY, time.withZone(ZoneOffset.UTC));

    private void fail(String user, String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(user, address);
        }
    }

    @Test
    void aNameIsLockedWhereItWasGuessedFromAndNowhereElse() {
        fail("awlr-1", "192.0.2.1", 2);
        assertThat(attempts.barred("awlr-1", "192.0.2.1")).isEmpty();
        fail("awlr-1", "192.0.2.1", 1);
        assertThat(attempts.barred("awlr-1", "192.0.2.1")).contains(Refusal.LOCKED_OUT);
        assertThat(attempts.barred("awlr-1", "192.0.2.2")).as("the gauge itself, elsewhere").isEmpty();
        assertThat(attempts.barred("awlr-2", "192.0.2.1")).isEmpty();
        now.set(Instant.EPOCH.plus(POLICY.pause()));
        assertThat(attempts.barred("awlr-1", "192.0.2.1")).isEmpty();
    }

    @Test
    void anAddressThatTriesManyNamesIsPaused() {
        for (int i = 0; i < 6; i++) {
            fail("name-" + i, "192.0.2.1", 1);
        }
        assertThat(attempts.barred("awlr-9", "192.0.2.1")).contains(Refusal.ADDRESS_PAUSED);
        assertThat(attempts.barred("awlr-9", "192.0.2.2")).isEmpty();
    }

    @Test
    void failuresLongApartDoNotAddUp() {
        fail("awlr-1", "192.0.2.1", 2);
        now.set(Instant.EPOCH.plusSeconds(61));
        fail("awlr-1", "192.0.2.1", 2);
        assertThat(attempts.barred("awlr-1", "192.0.2.1")).isEmpty();
    }

    @Test
    void thoseWhoFailedLongestAgoAreForgottenFirst() {
        fail("old", "192.0.2.1", 3);
        for (int i = 0; i < POLICY.remembered(); i++) {
            fail("name-" + i, "198.51.100." + i, 1);
        }
        assertThat(attempts.barred("old", "192.0.2.1")).isEmpty();
    }
}
