package id.siaga.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.decode.Decoded;

/** When a device's word about itself goes to the database. */
class ReportedStatesTest {

    private static final Instant T0 = Instant.parse("2026-11-21T00:00:00Z");

    private final ReportedStates states = new ReportedStates(
            new ReportedStates.Policy(Duration.ofSeconds(60), 2, 3));

    private void says(String device, String firmware) {
        states.note(device, new Decoded.Report(device, null, null, List.of(), List.of(), null)
                .telling(Map.of("firmware", firmware)));
    }

    private boolean boards(long second) {
        Flight flight = new Flight();
        states.board(flight, T0.plusSeconds(second));
        return !flight.isEmpty();
    }

    @Test
    void aWordIsWrittenOnceAndANewOneAfterAMinute() {
        says("a", "1");
        assertThat(boards(0)).isTrue();
        states.written();
        says("a", "1");
        assertThat(boards(1)).as("nothing new").isFalse();
        says("a", "2");
        assertThat(boards(59)).as("too soon").isFalse();
        assertThat(boards(60)).isTrue();
        states.written();
        assertThat(boards(999)).isFalse();
    }

    @Test
    void whatWasNotCommittedGoesAgain() {
        says("a", "1");
        assertThat(boards(0)).isTrue();
        assertThat(boards(0)).as("rolled back: nobody said it was written").isTrue();
    }

    @Test
    void whoTakesItsWordBackIsNotWritten() {
        says("a", "1");
        boards(0);
        states.written();
        says("a", "2");
        says("a", "1");
        assertThat(boards(61)).isFalse();
    }

    @Test
    void aTransactionTakesABoundedNumberAndTheRestFollows() {
        says("a", "1");
        says("b", "1");
        says("c", "1");
        assertThat(boards(0)).isTrue();
        states.written();
        assertThat(boards(0)).isTrue();
        states.written();
        assertThat(boards(0)).isFalse();
    }

    @Test
    void whoIsForgottenIsWrittenOnceMore() {
        for (String device : List.of("a", "b", "c", "d")) {
            says(device, "1");
            boards(0);
            states.written();
        }
        says("d", "1");
        assertThat(boards(1)).as("remembered").isFalse();
        says("a", "1");
        assertThat(boards(1)).as("forgotten").isTrue();
    }
}
