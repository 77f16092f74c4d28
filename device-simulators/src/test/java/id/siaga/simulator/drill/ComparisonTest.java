package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class ComparisonTest {

    private final BitSet acked = numbers(1, 2, 3, 4);
    private final BitSet repeated = numbers(4);
    private final Comparison comparison = new Comparison(5, acked, repeated);

    @Test
    void findsNothingWrongWhereNothingIs() {
        store(1, 2, 3, 5, 4);
        assertThat(comparison.tally()).isEqualTo(new Comparison.Tally(5, 4, 5, 0, 0, 0, 0));
        assertThat(comparison.missing().isEmpty()).isTrue();
    }

    @Test
    void countsAnAcknowledgedMessageThatIsMissing() {
        store(1, 2, 4, 5);
        assertThat(comparison.tally().ackedMissing()).isEqualTo(1);
        assertThat(comparison.tally().neverStored()).isEqualTo(1);
        assertThat(comparison.missing()).isEqualTo(numbers(3));
    }

    @Test
    void aMessageNeverAcknowledgedMustBeStoredButNothingWasPromised() {
        store(1, 2, 3, 4);
        assertThat(comparison.tally().ackedMissing()).isZero();
        assertThat(comparison.tally().neverStored()).isEqualTo(1);
    }

    @Test
    void countsARowThatIsThereTwice() {
        store(1, 2, 3, 4, 5, 2);
        assertThat(comparison.tally()).isEqualTo(new Comparison.Tally(5, 4, 6, 0, 0, 1, 0));
    }

    @Test
    void countsWhatWasStoredAfterAYoungerOne() {
        store(2, 1, 3, 4, 5);
        assertThat(comparison.tally().outOfOrder()).isEqualTo(1);
    }

    @Test
    void aReportOfAnyOfTheseDoesNotPass() {
        store(1, 2, 3, 4, 5);
        assertThat(ReportOf.tally(comparison.tally()).passed()).isTrue();
        assertThat(ReportOf.tally(new Comparison.Tally(5, 4, 4, 1, 1, 0, 0)).passed()).isFalse();
        assertThat(ReportOf.tally(new Comparison.Tally(5, 4, 6, 0, 0, 1, 0)).passed()).isFalse();
        assertThat(ReportOf.tally(new Comparison.Tally(5, 4, 5, 0, 0, 0, 1)).passed()).isFalse();
    }

    @Test
    void knowsWhichReceiptedMessagesHaveNoRow() {
        store(1, 2);
        assertThat(comparison.without(numbers(1, 2, 3))).isEqualTo(numbers(3));
    }

    private void store(int... rows) {
        IntStream.of(rows).forEach(comparison::row);
    }

    private static BitSet numbers(int... each) {
        BitSet set = new BitSet();
        IntStream.of(each).forEach(set::set);
        return set;
    }
}
