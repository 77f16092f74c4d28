package id.siaga.ingest.store.sequence;

import java.time.Duration;

/**
 * The ledger's bounds.
 *
 * @param window how many numbers a message may come out of order; one further below the highest begins a session
 * @param furthestJump most numbers one gap may span; a jump beyond it begins a session
 * @param openRanges missing ranges a session keeps open; the oldest beyond them count as lost
 * @param lostAfter how long a missing number is waited for
 * @param sessionsKept sessions of a device the table keeps
 * @param writeEvery how far the tables may lag behind the messages
 * @param writeLeast devices written with a transaction of few messages, so that none of them waits long
 * @param writeIdle devices written in one transaction while nothing else is to do
 * @param devices devices a lane keeps in memory; others are read again when they speak
 * @param claimEvery how soon a lane whose older connection still held its lock tries for it again
 */
public record SequencePolicy(int window, long furthestJump, int openRanges, Duration lostAfter, int sessionsKept,
        Duration writeEvery, int writeLeast, int writeIdle, int devices, Duration claimEvery) {

    public SequencePolicy {
        if (window < 1 || furthestJump < window || openRanges < 1 || sessionsKept < 2 || writeLeast < 1
                || writeIdle < 1 || devices < 1) {
            throw new IllegalArgumentException("sequence bounds must be positive, and keep two sessions at least");
        }
    }

    /** A jump of 100,000 is a day of messages a second apart. */
    public static SequencePolicy defaults() {
        return new SequencePolicy(100, 100_000, 64, Duration.ofHours(24), 100, Duration.ofSeconds(5), 8, 64, 20_000,
                Duration.ofSeconds(1));
    }
}
