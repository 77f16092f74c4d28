package id.siaga.simulator.drill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import id.siaga.simulator.drill.Comparison.Tally;

/** Settles what the gauges of one path said with what the tables have. */
record Account(Gauges gauges, Tables tables) {

    private static final Duration WITHOUT_PROGRESS = Duration.ofSeconds(60);
    private static final Duration LAST_RECEIPT = Duration.ofSeconds(10);
    private static final Duration BROKER_QUIET = Duration.ofSeconds(5);

    /** Waits until everything said is answered; gives up when answers stop coming. */
    void awaitAnswers() throws InterruptedException {
        long seen = -1;
        while (gauges.progress().answers() != seen) {
            seen = gauges.progress().answers();
            long before = seen;
            if (Patience.of(WITHOUT_PROGRESS)
                    .until(() -> gauges.settled() || gauges.progress().answers() - before > 100_000)
                    && gauges.settled()) {
                return;
            }
        }
    }

    Tally tally() throws SQLException, InterruptedException {
        return compared().values().stream().map(Comparison::tally).reduce(Tally.NOTHING, Tally::plus);
    }

    /** Waits for the last receipts, which a lost connection may have lost, too; then holds all of them to account. */
    ReceiptTally receipts() throws SQLException, InterruptedException {
        Patience.of(LAST_RECEIPT).until(() -> numbers(Outbox::kept).values().stream().allMatch(BitSet::isEmpty));
        Map<String, BitSet> receipted = numbers(Outbox::receipted);
        Map<String, BitSet> missing = new HashMap<>();
        compared().forEach((id, comparison) -> missing.put(id,
                comparison.without(receipted.getOrDefault(id, new BitSet()))));
        return new ReceiptTally(gauges.progress().receipts(), 0, 0, count(receipted), count(missing),
                count(numbers(Outbox::kept)));
    }

    private Map<String, BitSet> numbers(Function<Outbox, BitSet> which) throws InterruptedException {
        Map<String, BitSet> numbers = new ConcurrentHashMap<>();
        gauges.each(gauge -> numbers.put(gauge.id(), which.apply(gauge.outbox())));
        return numbers;
    }

    /** Publishes again what a broker answered but never delivered, unless a receipt covered it; returns how many messages that were. */
    long repairLosses() throws SQLException, InterruptedException {
        Map<String, BitSet> missing = missingOnceQuiet();
        gauges.each(gauge -> gauge.outbox().repeat(missing.getOrDefault(gauge.id(), new BitSet())));
        awaitAnswers();
        missingOnceQuiet();
        return count(missing);
    }

    /** Messages without a row, once none has come for a while. */
    private Map<String, BitSet> missingOnceQuiet() throws SQLException, InterruptedException {
        Map<String, BitSet> missing = missing();
        long before = Long.MAX_VALUE;
        while (count(missing) > 0 && count(missing) < before) {
            before = count(missing);
            Thread.sleep(BROKER_QUIET);
            missing = missing();
        }
        return missing;
    }

    private Map<String, BitSet> missing() throws SQLException, InterruptedException {
        Map<String, BitSet> missing = new HashMap<>();
        compared().forEach((id, comparison) -> missing.put(id, comparison.missing()));
        return missing;
    }

    private static long count(Map<String, BitSet> missing) {
        return missing.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    private Map<String, Comparison> compared() throws SQLException, InterruptedException {
        Map<String, Comparison> comparisons = new ConcurrentHashMap<>();
        gauges.each(gauge -> comparisons.put(gauge.id(),
                new Comparison(gauge.outbox().said(), gauge.outbox().acked(), gauge.outbox().repeated())));
        tables.compare(comparisons);
        return comparisons;
    }
}
