package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.Map;

import org.HdrHistogram.Histogram;

import id.siaga.simulator.fleet.Endpoint;

/**
 * What one device far over its quota does to all others: the same open load with and without it.
 *
 * @param ackLatency of the others, with the flood
 * @param floodPerSecond what of the flood was taken
 */
record Neighbour(Histogram ackLatency, double floodPerSecond) {

    /** Messages a second the flooding device is allowed. */
    static final int QUOTA = 20;
    /** On their way at once: it sends again as soon as one is answered, which is far beyond a hundred times its quota. */
    private static final int WINDOW = 100 * QUOTA;

    static Neighbour measure(Load others, int rate, Duration phase, Map<String, String> flooder, Endpoint endpoint)
            throws InterruptedException {
        try (Load flood = new Load(flooder, 1, endpoint)) {
            Thread flooding = Thread.ofPlatform().start(() -> flood(flood, phase));
            Load.Result steady = others.open(rate, phase);
            double taken = flood.acked() / (double) phase.toSeconds();
            flooding.interrupt();
            flooding.join();
            return new Neighbour(steady.ackLatency(), taken);
        }
    }

    private static void flood(Load flood, Duration phase) {
        try {
            flood.closed(WINDOW, phase);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
