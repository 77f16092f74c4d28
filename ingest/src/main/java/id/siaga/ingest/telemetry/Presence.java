package id.siaga.ingest.telemetry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A device's own word on whether it is there.
 *
 * @param interval the reporting period it announces
 */
public record Presence(State state, Cause cause, @Nullable Duration interval) {

    public enum State {
        ONLINE, OFFLINE, SLEEPING, UNKNOWN
    }

    public enum Cause {
        WILL, CLEAN, DEATH, TIMEOUT, EXPLICIT, GATEWAY, POWER
    }
}
