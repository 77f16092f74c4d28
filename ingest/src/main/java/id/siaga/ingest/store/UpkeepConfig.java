package id.siaga.ingest.store;

import java.time.Duration;

/**
 * How often and how gently the upkeep works.
 *
 * @param rollUpEvery time between two refreshes of the rollups
 * @param tidyEvery time between two rounds of partitions, retention and compression
 * @param rollUpAfter age at which a minute is stored; younger ones are computed when asked for
 * @param patience how much longer a minute that still gets rows may hold up the ones after it
 * @param bucketsAtOnce buckets computed in one transaction
 * @param rowsAtOnce rows removed in one transaction
 * @param lockWithin how long what needs a strong lock may make writers wait behind it
 * @param lockAttempts how often it tries in one round
 */
public record UpkeepConfig(Duration rollUpEvery, Duration tidyEvery, Duration rollUpAfter, Duration patience,
        int bucketsAtOnce, int rowsAtOnce, Duration lockWithin, int lockAttempts) {

    public static UpkeepConfig standard() {
        return new UpkeepConfig(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(2),
                Duration.ofMinutes(10), 120, 10_000, Duration.ofMillis(200), 50);
    }
}
