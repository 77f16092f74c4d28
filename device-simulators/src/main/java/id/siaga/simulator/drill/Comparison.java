package id.siaga.simulator.drill;

import java.util.BitSet;

/** What the database has of one gauge's messages, held against what the gauge knows. Rows come in storing order. */
final class Comparison {

    /**
     * The account of some gauges.
     *
     * @param said messages published at least once
     * @param acked messages acknowledged
     * @param stored rows
     * @param ackedMissing acknowledged messages without a row
     * @param neverStored published messages without a row
     * @param duplicated rows beyond the first of a message
     * @param outOfOrder rows of messages said once that were stored after a younger such message
     */
    record Tally(long said, long acked, long stored, long ackedMissing, long neverStored, long duplicated,
            long outOfOrder) {

        static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(said + other.said, acked + other.acked, stored + other.stored,
                    ackedMissing + other.ackedMissing, neverStored + other.neverStored, duplicated + other.duplicated,
                    outOfOrder + other.outOfOrder);
        }
    }

    private final int said;
    private final BitSet acked;
    private final BitSet repeated;
    private final BitSet stored = new BitSet();
    private long rows;
    private long duplicated;
    private long outOfOrder;
    private int youngest;

    /**
     * @param said the number of the last message published
     * @param repeated numbers published more than once, whose order proves nothing
     */
    Comparison(int said, BitSet acked, BitSet repeated) {
        this.said = said;
        this.acked = acked;
        this.repeated = repeated;
    }

    /** The next row as the database stored them. */
    void row(int number) {
        rows++;
        if (stored.get(number)) {
            duplicated++;
            return;
        }
        stored.set(number);
        if (repeated.get(number)) {
            return;
        }
        if (number < youngest) {
            outOfOrder++;
        }
        youngest = Math.max(youngest, number);
    }

    /** Published messages without a row. */
    BitSet missing() {
        BitSet missing = new BitSet();
        missing.set(1, said + 1);
        return without(missing);
    }

    /** Those of the numbers that have no row. */
    BitSet without(BitSet numbers) {
        BitSet without = (BitSet) numbers.clone();
        without.andNot(stored);
        return without;
    }

    Tally tally() {
        BitSet missing = missing();
        return new Tally(said, acked.cardinality(), rows, without(acked).cardinality(), missing.cardinality(),
                duplicated,
                outOfOrder);
    }
}
