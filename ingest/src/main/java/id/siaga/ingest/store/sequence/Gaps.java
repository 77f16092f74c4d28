package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of a session that are waited for, as ranges. Not thread-safe. */
final class Gaps {

    private final TreeMap<Long, Gap> byFirst = new TreeMap<>();
    private boolean changed;

    Gaps(Collection<Gap> open) {
        open.forEach(gap -> byFirst.put(gap.from(), gap));
    }

    Collection<Gap> all() {
        return Collections.unmodifiableCollection(byFirst.values());
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    long lowest() {
        return byFirst.firstKey();
    }

    long numbers() {
        return byFirst.values().stream().mapToLong(Gap::size).sum();
    }

    boolean contain(long number) {
        Map.Entry<Long, Gap> below = byFirst.floorEntry(number);
        return below != null && number <= below.getValue().to();
    }

    void open(Gap gap) {
        byFirst.put(gap.from(), gap);
        changed = true;
    }

    /** Takes a number that is missing out of its gap and returns the gap as it was. */
    Gap fill(long number) {
        Gap gap = byFirst.floorEntry(number).getValue();
        byFirst.remove(gap.from());
        if (gap.from() < number) {
            open(gap.to(number - 1));
        }
        if (number < gap.to()) {
            open(gap.from(number + 1));
        }
        changed = true;
        return gap;
    }

    /** Stops waiting for the oldest gaps: those beyond {@code most}, and those opened too long ago; says how many numbers. */
    long giveUp(int most, Instant openedBefore) {
        long lost = 0;
        while (!byFirst.isEmpty()) {
            Gap oldest = Collections.min(byFirst.values(), Comparator.comparing(Gap::openedAt));
            if (byFirst.size() <= most && !oldest.openedAt().isBefore(openedBefore)) {
                break;
            }
            lost += oldest.size();
            byFirst.remove(oldest.from());
            changed = true;
        }
        return lost;
    }

    boolean areChanged() {
        return changed;
    }

    void written() {
        changed = false;
    }
}
