package id.siaga.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a fact with a deadline. */
public final class Eventually {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Eventually() {
    }

    public static void until(String what, Callable<Boolean> holds) throws Exception {
        within(DEADLINE, what, holds);
    }

    /** The time allowed is part of what is tested. */
    public static void within(Duration time, String what, Callable<Boolean> holds) throws Exception {
        Instant deadline = Instant.now().plus(time);
        while (!holds.call()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + time.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
