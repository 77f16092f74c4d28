package id.siaga.ingest.lane;

import java.time.Duration;

/**
 * The pipeline's bounds.
 *
 * @param lanes number of writer threads and database connections, 1…64
 * @param queueLimit parcels a lane holds before its doors stop reading
 * @param queueSlack room above the limit for what is already on its way
 * @param queueBytes payload bytes a lane holds before its doors stop reading; parcels are counted, but bytes fill the heap
 * @param batchLimit most parcels in one transaction
 * @param retryFirst first wait for a database that is away, doubled up to {@code retryMost}
 * @param closeWithin how long closing waits for the queue to drain
 */
public record LaneConfig(int lanes, int queueLimit, int queueSlack, long queueBytes, int batchLimit,
        Duration retryFirst,
        Duration retryMost, Duration closeWithin) {

    public LaneConfig {
        require(lanes >= 1 && lanes <= 64, "lanes must be 1…64");
        require(queueLimit >= 1 && queueSlack >= 1 && queueBytes >= 1 && batchLimit >= 1,
                "queue and batch limits must be positive");
    }

    /** Two lanes keep two cores busy; more only share them. */
    public static LaneConfig defaults() {
        return new LaneConfig(2, 16_384, 16_384, 48L * 1024 * 1024, 4_096, Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20));
    }

    public LaneConfig withLanes(int number) {
        return new LaneConfig(number, queueLimit, queueSlack, queueBytes, batchLimit, retryFirst, retryMost,
                closeWithin);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
