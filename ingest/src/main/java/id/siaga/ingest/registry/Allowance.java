package id.siaga.ingest.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much one device may still send now, over all its connections: a bucket that fills at the quota's rate. What is
 * taken beyond it is owed, and nothing more is read until the debt and a little more is there. Any thread.
 */
public final class Allowance {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int STEPS_A_SECOND = 10;

    private final Quota quota;
    private final double perNano;
    private final double most;
    private final double step;
    private double left;
    private long filledAt;
    private boolean reported;
    private long reportedAt;

    /** @param nanoTime now, by {@link System#nanoTime()} */
    Allowance(Quota quota, long nanoTime) {
        this.quota = quota;
        this.perNano = (double) quota.messagesPerSecond() / SECOND;
        this.most = (double) quota.messagesPerSecond() * quota.burstSeconds();
        this.step = Math.max(1, (double) quota.messagesPerSecond() / STEPS_A_SECOND);
        this.left = most;
        this.filledAt = nanoTime;
    }

    Quota quota() {
        return quota;
    }

    /**
     * Takes one message.
     *
     * @return milliseconds to read nothing more, 0 while within the quota
     */
    public synchronized long take(long nanoTime) {
        fill(nanoTime);
        left--;
        return owed();
    }

    /** Milliseconds to read nothing more, 0 while within the quota. */
    public synchronized long owed(long nanoTime) {
        fill(nanoTime);
        return owed();
    }

    /** Whether its last report is longer ago than {@code every}; then this is the newest. */
    synchronized boolean reportDue(long nanoTime, Duration every) {
        boolean due = !reported || nanoTime - reportedAt >= every.toNanos();
        if (due) {
            reported = true;
            reportedAt = nanoTime;
        }
        return due;
    }

    private void fill(long nanoTime) {
        // Threads may bring their times a little out of order.
        left = Math.min(most, left + Math.max(0, nanoTime - filledAt) * perNano);
        filledAt = Math.max(filledAt, nanoTime);
    }

    private long owed() {
        return left >= 0 ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis((long) ((step - left) / perNano));
    }
}
