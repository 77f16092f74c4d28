package id.siaga.simulator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Tries until it holds; at the deadline the last failure is the test's. */
final class Eventually {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private Eventually() {
    }

    @FunctionalInterface
    interface Check {
        void run() throws Exception;
    }

    static void holds(Duration within, Check check) throws Exception {
        holds(Instant.now().plus(within), check);
    }

    /** Several checks may share a deadline; each is tried at least once. */
    static void holds(Instant deadline, Check check) throws Exception {
        Callable<Boolean> once = () -> {
            check.run();
            return true;
        };
        while (true) {
            try {
                once.call();
                return;
            } catch (Exception | AssertionError failure) {
                if (Instant.now().isAfter(deadline)) {
                    throw failure;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
