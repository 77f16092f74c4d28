package id.siaga.simulator.drill;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/** How far a path has come. Written by its event loops, read by anybody. */
final class Progress {

    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong receipts = new AtomicLong();
    private final Map<String, Long> receiptedThrough = new ConcurrentHashMap<>();
    private final LongAccumulator newestAnswered = new LongAccumulator(Math::max, Long.MIN_VALUE);

    void receipted(String deviceId, Receipt receipt) {
        receipts.incrementAndGet();
        receiptedThrough.merge(deviceId, receipt.through(), Math::max);
    }

    void answered(Outbox.Answer answer) {
        answers.incrementAndGet();
        newestAnswered.accumulate(answer.sentNanos());
        if (answer.first()) {
            acked.incrementAndGet();
        }
    }

    /** Messages acknowledged at least once. */
    long acked() {
        return acked.get();
    }

    /** PUBACKs, repeats included. */
    long answers() {
        return answers.get();
    }

    /** Receipts that arrived. */
    long receipts() {
        return receipts.get();
    }

    /** The highest number of a gauge that a receipt covered. */
    long receiptedThrough(String deviceId) {
        return receiptedThrough.getOrDefault(deviceId, 0L);
    }

    /** Whether something that left after {@code nanos} was answered. */
    boolean answeredSince(long nanos) {
        return newestAnswered.get() > nanos;
    }
}
