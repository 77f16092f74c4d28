package id.siaga.simulator;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What to do once on Ctrl-C or SIGTERM before the process ends with code 0. Runs on the shutdown thread; after
 * {@link #disarm()} a signal finds nothing left to do.
 */
final class Shutdown {

    private final AtomicBoolean armed = new AtomicBoolean(true);

    private Shutdown() {
    }

    static Shutdown onSignal(Runnable work) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (shutdown.disarm()) {
                work.run();
                // a stop that was asked for is no failure; the JVM would answer 130 or 143
                Runtime.getRuntime().halt(0);
            }
        }, "shutdown"));
        return shutdown;
    }

    /** Whether this call was the first to disarm, and so has the work to do. */
    boolean disarm() {
        return armed.getAndSet(false);
    }
}
