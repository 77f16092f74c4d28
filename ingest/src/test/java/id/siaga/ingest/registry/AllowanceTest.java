package id.siaga.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** How a quota is spent, by a clock of the test's own. */
class AllowanceTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Quota TWENTY_A_SECOND = new Quota(20, 2);

    @Test
    void aBurstIsFreeAndThenTheRateHolds() {
        Allowance allowance = new Allowance(TWENTY_A_SECOND, 0);
        for (int i = 0; i < 40; i++) {
            assertThat(allowance.take(0)).isZero();
        }
        assertThat(allowance.take(0)).isEqualTo(151);
    }

    @Test
    void whoWaitsAsToldKeepsExactlyToTheRate() {
        Allowance allowance = new Allowance(TWENTY_A_SECOND, 0);
        long now = 0;
        int taken = 0;
        while (now < 60_000 * MS) {
            now += allowance.take(now) * MS;
            taken++;
        }
        assertThat(taken).isBetween(40 + 60 * 19, 40 + 60 * 20 + 2);
    }

    @Test
    void silenceSavesUpNoMoreThanTheBurst() {
        Allowance allowance = new Allowance(TWENTY_A_SECOND, 0);
        long tomorrow = TimeUnit.DAYS.toNanos(1);
        for (int i = 0; i < 40; i++) {
            assertThat(allowance.take(tomorrow)).isZero();
        }
        assertThat(allowance.take(tomorrow)).isPositive();
    }
}
