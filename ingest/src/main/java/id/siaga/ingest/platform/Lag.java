package id.siaga.ingest.platform;

import java.time.Duration;
import java.util.Arrays;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;

/**
 * Seconds from the door to the commit that 99 of 100 messages of the last window stayed under, or how long a
 * transaction has been running that does not end: what never commits is in no histogram.
 */
final class Lag implements Measure {

    private static final double SHARE = 0.99;
    /** Nanoseconds; the histogram tells no longer ones apart. */
    private static final double LONGEST = 60e9;

    private final MeterRegistry meters;
    private final CommitWatch commits;
    private final Window window;

    Lag(MeterRegistry meters, CommitWatch commits, Duration window) {
        this.meters = meters;
        this.commits = commits;
        this.window = new Window(window);
    }

    @Override
    public Level at(long nanos) {
        double running = commits.longestRunning().toNanos() / 1e9;
        Timer timer = meters.find("siaga.publish.to.commit").timer();
        if (timer == null) {
            return new Level(running, 1);
        }
        CountAtBucket[] buckets = timer.takeSnapshot().histogramCounts();
        double[] growth = window.growth(nanos, Arrays.stream(buckets).mapToDouble(CountAtBucket::count).toArray());
        return new Level(Math.max(running, percentile(buckets, growth)), 1);
    }

    /** Buckets count everything up to their bound, so the first that holds the share is the answer. */
    private static double percentile(CountAtBucket[] buckets, double[] growth) {
        double all = growth.length == 0 ? 0 : growth[growth.length - 1];
        for (int i = 0; i < growth.length && all > 0; i++) {
            if (growth[i] >= SHARE * all) {
                return Math.min(buckets[i].bucket(), LONGEST) / 1e9;
            }
        }
        return 0;
    }
}
