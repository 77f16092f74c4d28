package id.siaga.simulator.drill;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param kind such as {@code kill}, {@code stall}, {@code pause}, {@code cut}
 * @param lasts how long to leave it before it is mended
 * @param strike makes it happen
 * @param mend ends it, or does nothing when the system must recover by itself
 * @param path whose messages must get through again
 */
record Fault(Part part, String kind, Duration lasts, Act strike, Act mend, Path path) {

    /** The parts of a running system that can go wrong. */
    enum Part {
        INGEST, DATABASE, BROKER, NETWORK
    }

    /** A step of a fault. */
    interface Act {
        void perform() throws Exception;
    }

    /** The way of some gauges' messages into the tables. */
    interface Path {

        /** Whether the system confirmed a message that left a gauge after {@code nanos}. */
        boolean deliversSince(long nanos) throws Exception;

        /** Whether nothing waits longer than it does in an undisturbed system. */
        boolean drained() throws Exception;
    }

    /** The system must recover without help. */
    static final Act BY_ITSELF = () -> {
    };
}
