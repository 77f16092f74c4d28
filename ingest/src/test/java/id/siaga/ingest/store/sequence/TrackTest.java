package id.siaga.ingest.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;

/** What a counter does in the field, by example. */
class TrackTest {

    private static final Instant T0 = Instant.parse("2026-11-21T10:59:00Z");

    private final SequencePolicy policy = new SequencePolicy(100, 1_000, 3, Duration.ofHours(24), 100,
            Duration.ofSeconds(5), 500, 500, 100, Duration.ofSeconds(1));
    private final Track track = new Track(policy, null, null);

    private Verdict.Kind arrive(long number) {
        return arrive(number, T0);
    }

    private Verdict.Kind arrive(long number, Instant receivedAt) {
        return track.arrive(new Arrived(number, null, receivedAt, receivedAt)).kind();
    }

    private Verdict.Kind arriveDated(long number, int second) {
        return track.arrive(new Arrived(number, T0.plusSeconds(second), T0, T0)).kind();
    }

    private void arrive(long from, long to) {
        for (long number = from; number <= to; number++) {
            arrive(number);
        }
    }

    private Session current() {
        return Objects.requireNonNull(track.current());
    }

    @Test
    void aLateMessageFromBeforeARestartOpensNoSession() {
        arrive(4_000, 4_998);
        assertThat(arrive(0)).isEqualTo(Verdict.Kind.RESTART);
        assertThat(arrive(5_000)).isEqualTo(Verdict.Kind.LATE);
        assertThat(arrive(4_999)).isEqualTo(Verdict.Kind.LATE);
        assertThat(arrive(1)).isEqualTo(Verdict.Kind.ADVANCE);
        assertThat(current().ordinal()).isEqualTo(2);
        assertThat(current().contiguous()).isEqualTo(1);
        assertThat(Objects.requireNonNull(track.previous()).contiguous()).isEqualTo(5_000);
    }

    @Test
    void aSessionThatBeganOutOfOrderReachesBackToItsFirst() {
        arrive(0, 500);
        assertThat(arrive(3)).isEqualTo(Verdict.Kind.RESTART);
        assertThat(arrive(1)).isEqualTo(Verdict.Kind.LATE);
        assertThat(current().first()).isEqualTo(1);
        assertThat(current().contiguous()).isEqualTo(1);
        assertThat(arrive(2)).isEqualTo(Verdict.Kind.LATE);
        assertThat(current().contiguous()).isEqualTo(3);
    }

    @Test
    void aRebootAfterAFewMessagesIsToldByTheClock() {
        arriveDated(0, 0);
        arriveDated(1, 60);
        arriveDated(2, 120);
        assertThat(arriveDated(1, 60)).isEqualTo(Verdict.Kind.DUPLICATE);
        assertThat(arriveDated(0, 400)).isEqualTo(Verdict.Kind.RESTART);
    }

    @Test
    void aBacklogSentAfterNewerMessagesIsLateAndNoRestart() {
        arriveDated(0, 0);
        arriveDated(600, 600);
        for (int number = 1; number < 600; number++) {
            assertThat(arriveDated(number, number)).isEqualTo(Verdict.Kind.LATE);
        }
        assertThat(current().contiguous()).isEqualTo(600);
    }

    @Test
    void aClockThatWasNotBelievedMakesNoRestart() {
        arriveDated(10, 0);
        arrive(12);
        assertThat(arriveDated(11, 60)).isEqualTo(Verdict.Kind.LATE);
    }

    @Test
    void aJoinMakesTheNextLowNumberARestart() {
        arrive(0, 20);
        track.join();
        assertThat(arrive(0)).isEqualTo(Verdict.Kind.RESTART);
    }

    @Test
    void aJumpTooFarIsANewSessionAndNoGap() {
        arrive(0, 5);
        assertThat(arrive(900)).isEqualTo(Verdict.Kind.ADVANCE);
        assertThat(arrive(2_000_000)).isEqualTo(Verdict.Kind.RESTART);
    }

    @Test
    void theOldestRangesAreGivenUpWhenThereAreTooMany() {
        for (int number = 0; number <= 10; number += 2) {
            arrive(number, T0.plusSeconds(number));
        }
        assertThat(current().gaps()).extracting(Gap::from).containsExactly(5L, 7L, 9L);
        assertThat(current().row().lost()).isEqualTo(2);
        assertThat(current().contiguous()).isEqualTo(4);
    }

    @Test
    void aNumberIsWaitedForADayAndThenGivenUp() {
        arrive(0);
        arrive(2);
        assertThat(current().contiguous()).isZero();
        arrive(3, T0.plus(Duration.ofHours(25)));
        assertThat(current().contiguous()).isEqualTo(3);
        assertThat(current().row().lost()).isEqualTo(1);
    }

    @Test
    void whatTheStoreHasAlreadyFillsAGapAndBeginsNothing() {
        arrive(0);
        arrive(2);
        assertThat(track.repeated(new Arrived(1, null, T0, T0)).kind()).isEqualTo(Verdict.Kind.LATE);
        assertThat(track.repeated(new Arrived(900, null, T0, T0)).kind()).isEqualTo(Verdict.Kind.DUPLICATE);
        assertThat(current().contiguous()).isEqualTo(2);
    }

    @Test
    void aSixteenBitCounterGoesOnOverItsEnd() {
        arrive(65_530, 65_534);
        assertThat(arrive(1)).isEqualTo(Verdict.Kind.ADVANCE);
        assertThat(arrive(65_535)).isEqualTo(Verdict.Kind.LATE);
        assertThat(arrive(0)).isEqualTo(Verdict.Kind.LATE);
        assertThat(current().ordinal()).isEqualTo(1);
        assertThat(current().raw(current().contiguous())).isEqualTo(1);
        assertThat(current().wrapped()).isTrue();
    }
}
