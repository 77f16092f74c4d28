package id.siaga.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What to do once on Ctrl-C or SIGTERM before the process ends with code 0. Runs on the shutdown thread; after
 * {@link #disarm()} a signal finds nothing left to do.
 */
final class Shutdown {

    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final CountDownLatch signalled = new CountDownLatch(1);

    private Shutdown() {
    }

    static Shutdown onSignal(Runnable work) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutdown.run(work), "shutdown"));
        return shutdown;
    }

    /** Whether this call was the first to disarm, and so has the work to do. */
    boolean disarm() {
        return armed.getAndSet(false);
    }

    /** As {@link #disarm()}, but first lets a signal that is already on its way arrive. */
    boolean disarmUnlessSignalled(Duration within) throws InterruptedException {
        return !signalled.await(within.toMillis(), TimeUnit.MILLISECONDS) && disarm();
    }

    private void run(Runnable work) {
        signalled.countDown();
        if (disarm()) {
            work.run();
            // a stop that was asked for is no failure; the JVM would answer 130 or 143
            Runtime.getRuntime().halt(0);
        }
    }
}
