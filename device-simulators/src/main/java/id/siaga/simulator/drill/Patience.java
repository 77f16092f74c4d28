package id.siaga.simulator.drill;

import java.time.Duration;

/** How long to wait for something, looking often. */
record Patience(Duration longest) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** What is waited for; a failure to look is thrown on. */
    interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    static Patience of(Duration longest) {
        return new Patience(longest);
    }

    /** Whether it came to hold in time. */
    <E extends Exception> boolean until(Condition<E> condition) throws E, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }
}
