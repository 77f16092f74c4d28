package id.siaga.ingest.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import id.siaga.ingest.telemetry.Presence.State;

/**
 * A device as a tick finds it.
 *
 * @param because the parent its state is blamed on, or empty
 * @param interval its reporting period
 * @param timeout how long it may be silent
 * @param parents devices its messages pass; those that were never heard themselves count for nothing, here and below
 * @param power devices it takes its power from
 */
record Standing(String deviceId, State state, String because, Instant since, Instant lastHeard, Duration interval,
        Duration timeout, List<String> parents, List<String> power) {

    /** Whether a parent is what keeps us from knowing. */
    boolean excused() {
        return state == State.UNKNOWN && !because.isEmpty();
    }
}
