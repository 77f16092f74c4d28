package id.siaga.ingest.store.embedded;

import java.time.Duration;

/**
 * How a server that died is brought back.
 *
 * @param look how often the process is looked at, and so the longest a death goes unnoticed
 * @param orphans how long backends of the dead server may take to end by themselves before they are killed
 * @param recovery how long one start may take before it is called failed; a server that still recovers is left alone
 * @param firstWait pause after the second death in a row, doubled up to {@code mostWait}; the first is answered at once
 * @param steady a server that was up for so long died of something new: the pauses begin again
 */
public record Supervision(Duration look, Duration orphans, Duration recovery, Duration firstWait, Duration mostWait,
        Duration steady) {

    public static Supervision defaults() {
        return new Supervision(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(60),
                Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1));
    }

    /** Pause before a start that follows {@code failures} starts that came to nothing. */
    Duration pause(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(mostWait) < 0 ? doubled : mostWait;
    }
}
