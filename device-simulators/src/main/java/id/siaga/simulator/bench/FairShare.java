package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The plain latency, and what one device far over its quota does to it: slices of the same open load, alternately
 * without and with that device. The slices without it are the plain latency.
 *
 * @param publishToAckP50Ms without the device, all slices together; likewise p99
 * @param neighbourAckP50Ms of the others, beside the device; likewise p99
 * @param neighbourP99Ratio p99 beside the device over p99 without it
 * @param quietSlicesP99Ms each slice without it by itself; where these differ by more than the ratio says, the ratio
 *        says nothing
 * @param neighbourSlicesP99Ms each slice beside it
 * @param floodSent messages that left the flooding devices, of slices together
 * @param floodAdmitted those of them that Siaga acknowledged within their slice
 * @param floodPerS the same a second
 * @param floodHeld how often a socket was not read because of a quota, as {@code siaga_throttled_total} reported
 */
@JsonNaming(SnakeCaseStrategy.class)
record FairShare(double publishToAckP50Ms, double publishToAckP99Ms, double neighbourAckP50Ms,
        double neighbourAckP99Ms, double neighbourP50Ratio, double neighbourP99Ratio, List<Double> quietSlicesP99Ms,
        List<Double> neighbourSlicesP99Ms, long floodSent, long floodAdmitted, double floodPerS, long floodHeld) {

    private static final int PAIRS = 3;

    /** Slices of half a phase; each flood comes from a device of its own, which has its whole burst to spend. */
    static FairShare measure(Bed bed) throws Exception {
        Duration slice = bed.scale().phase().dividedBy(2);
        List<Histogram> quiet = new ArrayList<>();
        List<Histogram> beside = new ArrayList<>();
        Flood.Fate fate = Flood.Fate.NOTHING;
        // The first pair is not measured: what a flood makes the compilers do belongs to neither side.
        boolean measured = false;
        for (Map.Entry<String, String> device : bed.devices().gauges("bench-flooder-", 1 + PAIRS, Flood.QUOTA)
                .entrySet()) {
            Histogram without = bed.load().open(bed.scale().rate(), slice).ackLatency();
            try (Flood flood = Flood.start(bed, Map.ofEntries(device), slice)) {
                Histogram with = bed.load().open(bed.scale().rate(), slice).ackLatency();
                if (measured) {
                    quiet.add(without);
                    beside.add(with);
                    fate = fate.plus(flood.fate());
                }
            }
            measured = true;
        }
        return of(new Slices(quiet), new Slices(beside), fate, slice.multipliedBy(PAIRS));
    }

    static FairShare of(Slices quiet, Slices beside, Flood.Fate fate, Duration flooded) {
        return new FairShare(quiet.millis(50), quiet.millis(99), beside.millis(50), beside.millis(99),
                BenchReport.hundredths(beside.millis(50) / quiet.millis(50)),
                BenchReport.hundredths(beside.millis(99) / quiet.millis(99)), quiet.millisOfEach(99),
                beside.millisOfEach(99), fate.sent(), fate.admitted(),
                BenchReport.hundredths(fate.admitted() * 1e3 / flooded.toMillis()), fate.held());
    }

    String text(int rate) {
        return """
               publish to PUBACK            p50 %.2f ms   p99 %.2f ms   (open loop, %,d messages/s, no panics)
               beside a device over quota   p50 %.2f ms   p99 %.2f ms   (%.2f x, %.2f x)
                 p99 of each slice          without %s, beside it %s ms
                 its flood                  %,d sent, %,d admitted: %.0f/s of a quota of %d/s; held back %,d times
               """.formatted(publishToAckP50Ms, publishToAckP99Ms, rate, neighbourAckP50Ms, neighbourAckP99Ms,
                neighbourP50Ratio, neighbourP99Ratio, quietSlicesP99Ms, neighbourSlicesP99Ms, floodSent,
                floodAdmitted, floodPerS, Flood.QUOTA, floodHeld);
    }
}
