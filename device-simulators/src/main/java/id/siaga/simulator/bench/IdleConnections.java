package id.siaga.simulator.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import id.siaga.simulator.fleet.Endpoint;

/**
 * What connected devices cost that say nothing but keep-alives.
 *
 * @param heapKib KiB of heap for each, after a collection
 * @param connected how long it took until all were connected
 */
record IdleConnections(int count, double heapKib, Duration connected) {

    static IdleConnections measure(Map<String, String> devices, Endpoint endpoint, URI base, long pid)
            throws Exception {
        double before = Footprint.of(base, pid).heapMb();
        long start = System.nanoTime();
        try (Load idle = new Load(devices, 2, endpoint)) {
            Duration connected = Duration.ofNanos(System.nanoTime() - start);
            double after = Footprint.of(base, pid).heapMb();
            return new IdleConnections(idle.devices().size(), (after - before) * 1024 / idle.devices().size(),
                    connected);
        }
    }
}
