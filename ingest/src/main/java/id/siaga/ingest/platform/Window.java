package id.siaga.ingest.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Growth of some counters over the last while, for measures that must forget. Bounded by the ticks in its length. */
final class Window {

    private record Seen(long nanos, double[] counts) {
    }

    private final long length;
    private final Deque<Seen> seen = new ArrayDeque<>();

    Window(Duration length) {
        this.length = length.toNanos();
    }

    /** How much each counter grew since the window's beginning; a counter that is new began at zero. */
    double[] growth(long nanos, double... counts) {
        seen.add(new Seen(nanos, counts));
        while (nanos - seen.getFirst().nanos() > length) {
            seen.removeFirst();
        }
        double[] before = seen.getFirst().counts();
        double[] growth = counts.clone();
        for (int i = 0; i < Math.min(before.length, growth.length); i++) {
            growth[i] -= before[i];
        }
        return growth;
    }
}
