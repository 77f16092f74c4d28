package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The way of an emergency under load, and what emergencies cost the load.
 *
 * @param firstIncidentMs the first emergency since the start, from the press until the incident is on the stream
 * @param publishToIncidentP50Ms the same of those measured, after as many unmeasured ones; likewise p99
 * @param incidentsUnanswered presses whose incident never came
 * @param ackWithPanicsP50Ms publish to PUBACK of the load meanwhile; likewise p99
 */
@JsonNaming(SnakeCaseStrategy.class)
record Panics(double firstIncidentMs, double publishToIncidentP50Ms, double publishToIncidentP99Ms,
        int incidentsUnanswered,
        double ackWithPanicsP50Ms, double ackWithPanicsP99Ms) {

    private static final int FEWEST = 20;
    private static final int PER_SECOND = 5;
    private static final Duration ALONE = Duration.ofSeconds(1);

    static Panics measure(Bed bed) throws Exception {
        int presses = Math.max(FEWEST, PER_SECOND * (int) bed.scale().phase().toSeconds());
        Pressed first = Pressed.under(bed, bed.devices().trackers("bench-first-", 1), ALONE);
        // As the load has its warm-up: a city's emergencies do not all fall into its first minute.
        Pressed unmeasured = Pressed.under(bed, bed.devices().trackers("bench-warm-", presses), bed.scale().phase());
        Pressed measured = Pressed.under(bed, bed.devices().trackers("bench-tracker-", presses), bed.scale().phase());
        return new Panics(BenchReport.millis(first.incidents(), 50), BenchReport.millis(measured.incidents(), 50),
                BenchReport.millis(measured.incidents(), 99),
                first.unanswered() + unmeasured.unanswered() + measured.unanswered(),
                BenchReport.millis(measured.acks(), 50), BenchReport.millis(measured.acks(), 99));
    }

    /** One round of presses, evenly over a time in which the load runs. */
    private record Pressed(Histogram incidents, Histogram acks, int unanswered) {

        static Pressed under(Bed bed, Map<String, String> trackers, Duration time) throws Exception {
            try (PanicProbe probe = new PanicProbe(bed.target().http(), bed.center().token(), bed.target().mqtt())) {
                Thread presser = Thread.ofPlatform()
                        .start(() -> press(probe, trackers, time.dividedBy(trackers.size())));
                Histogram acks = bed.load().open(bed.scale().rate(), time).ackLatency();
                presser.join();
                return new Pressed(probe.finish(), acks, probe.unanswered());
            }
        }
    }

    private static void press(PanicProbe probe, Map<String, String> trackers, Duration every) {
        try {
            probe.press(trackers, every);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String text() {
        return """
               publish to incident on SSE   p50 %.2f ms   p99 %.2f ms   (%d unanswered; the first since the start %.0f ms)
               publish to PUBACK, panics    p50 %.2f ms   p99 %.2f ms   (with panics, the same rate)
               """
                .formatted(publishToIncidentP50Ms, publishToIncidentP99Ms, incidentsUnanswered,
                        firstIncidentMs, ackWithPanicsP50Ms, ackWithPanicsP99Ms);
    }
}
