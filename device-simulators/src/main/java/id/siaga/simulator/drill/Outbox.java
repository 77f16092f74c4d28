package id.siaga.simulator.drill;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a gauge has still to say, by message number from 1. What went unanswered is said again, oldest first, before
 * anything new. Not thread-safe.
 */
final class Outbox {

    /** Nothing to say now. */
    static final int NONE = -1;

    /**
     * An acknowledgement.
     *
     * @param sentNanos when the publication left
     * @param first whether this number had not been acknowledged before
     */
    record Answer(long sentNanos, boolean first) {
    }

    private record Sent(int number, long nanos) {
    }

    private final int window;
    private final BitSet again = new BitSet();
    private final Map<Integer, Sent> inFlight = new HashMap<>();
    private final BitSet acked = new BitSet();
    private final BitSet repeated = new BitSet();
    private final BitSet receipted = new BitSet();
    private long session;
    private int newest;
    private int leaving;

    /** @param window publications that may be on their way at once */
    Outbox(int window) {
        this.window = window;
    }

    /** Takes the next number to publish, at most {@code due} if it is a new one; {@link #NONE} when there is none. */
    int take(long due) {
        if (inFlight.size() + leaving >= window) {
            return NONE;
        }
        int number = again.nextSetBit(0);
        if (number != NONE) {
            again.clear(number);
            repeated.set(number);
            leaving++;
            return number;
        }
        if (newest >= due) {
            return NONE;
        }
        leaving++;
        return ++newest;
    }

    /** A number taken before has left as this packet. */
    void sent(int packetId, int number, long nanos) {
        leaving--;
        inFlight.put(packetId, new Sent(number, nanos));
    }

    /** A number taken before may not have left. */
    void unsent(int number) {
        leaving--;
        again.set(number);
    }

    /** What a PUBACK answers, or null when it is not for a publication of this connection. */
    @Nullable
    Answer acknowledged(int packetId) {
        Sent sent = inFlight.remove(packetId);
        if (sent == null) {
            return null;
        }
        boolean first = !acked.get(sent.number());
        acked.set(sent.number());
        return new Answer(sent.nanos(), first);
    }

    /** The connection is gone: what was on its way may or may not be stored. */
    void lost() {
        inFlight.values().forEach(sent -> again.set(sent.number()));
        inFlight.clear();
    }

    /** Says again all that was ever said, whatever was answered and receipted. */
    void sayAllAgain() {
        again.set(1, newest + 1);
    }

    /** Says these again, as far as they are still kept. */
    void repeat(BitSet numbers) {
        BitSet kept = kept();
        kept.and(numbers);
        again.or(kept);
    }

    /** Says again all that is still kept, whatever was answered. */
    void repeatKept() {
        again.or(kept());
    }

    /** The system says that it has stored these: what is answered, too, is forgotten for good; not by an old session. */
    void receipted(Receipt receipt) {
        if (receipt.session() < session) {
            return;
        }
        session = receipt.session();
        // A receipt beyond what was ever said is remembered by one number, which no table can have.
        long through = Math.min(receipt.through(), newest + 1L);
        if (receipt.from() <= through) {
            cover((int) receipt.from(), (int) through);
        }
    }

    /** What earlier receipts covered is not touched: whoever says it again has a reason. */
    private void cover(int from, int through) {
        BitSet covered = new BitSet();
        covered.set(from, through + 1);
        covered.andNot(receipted);
        receipted.or(covered);
        covered.and(acked);
        again.andNot(covered);
    }

    /** A copy of the numbers that receipts covered. */
    BitSet receipted() {
        return (BitSet) receipted.clone();
    }

    /** What was said and no receipt covered. */
    BitSet kept() {
        BitSet kept = new BitSet();
        kept.set(1, newest + 1);
        kept.andNot(receipted);
        return kept;
    }

    /** The number said last, which is how many were said at least once. */
    int said() {
        return newest;
    }

    /** Whether all that was said is answered. */
    boolean settled() {
        return again.isEmpty() && inFlight.isEmpty() && leaving == 0;
    }

    /** A copy of the numbers acknowledged at least once. */
    BitSet acked() {
        return (BitSet) acked.clone();
    }

    /** A copy of the numbers that may have been said more than once. */
    BitSet repeated() {
        return (BitSet) repeated.clone();
    }
}
