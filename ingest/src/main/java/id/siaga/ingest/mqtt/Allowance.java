package id.siaga.ingest.mqtt;

import java.util.concurrent.TimeUnit;

/**
 * How much one connection may still send now: a bucket that fills at the quota's rate. What is taken beyond it is owed,
 * and nothing more is read until the debt and a little more is there. Not thread-safe.
 */
final class Allowance {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int STEPS_A_SECOND = 10;

    private final double perNano;
    private final double most;
    private final double step;
    private double left;
    private long filledAt;

    /** @param nanoTime now, by {@link System#nanoTime()} */
    Allowance(Quota quota, long nanoTime) {
        this.perNano = (double) quota.messagesPerSecond() / SECOND;
        this.most = (double) quota.messagesPerSecond() * quota.burstSeconds();
        this.step = Math.max(1, (double) quota.messagesPerSecond() / STEPS_A_SECOND);
        this.left = most;
        this.filledAt = nanoTime;
    }

    /**
     * Takes one message.
     *
     * @return milliseconds to read nothing more, 0 while within the quota
     */
    long take(long nanoTime) {
        left = Math.min(most, left + (nanoTime - filledAt) * perNano) - 1;
        filledAt = nanoTime;
        return left >= 0 ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis((long) ((step - left) / perNano));
    }
}
