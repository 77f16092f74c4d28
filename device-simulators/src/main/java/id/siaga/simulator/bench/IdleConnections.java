package id.siaga.simulator.bench;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What connected devices cost that say nothing but keep-alives.
 *
 * @param idleConnections how many
 * @param idleConnectionKib KiB of heap for each, after a collection
 * @param idleConnectedS how long it took until all were connected
 */
@JsonNaming(SnakeCaseStrategy.class)
record IdleConnections(int idleConnections, double idleConnectionKib, double idleConnectedS) {

    static IdleConnections measure(Bed bed) throws IOException, InterruptedException {
        Map<String, String> devices = bed.devices().gauges("bench-idle-", bed.scale().connections(), 1);
        double before = heapMb(bed);
        long start = System.nanoTime();
        try (Load idle = new Load(devices, Bed.LANES, bed.target().mqtt())) {
            double connectedS = (System.nanoTime() - start) / 1e9;
            double kib = (heapMb(bed) - before) * 1024 / devices.size();
            return new IdleConnections(idle.devices().size(), BenchReport.hundredths(kib),
                    BenchReport.hundredths(connectedS));
        }
    }

    private static double heapMb(Bed bed) throws IOException, InterruptedException {
        return Footprint.of(bed.target().http(), bed.pid()).heapMb();
    }

    String text() {
        return String.format("%,d idle connections         %.1f KiB of heap each, connected in %.1f s%n",
                idleConnections, idleConnectionKib, idleConnectedS);
    }
}
