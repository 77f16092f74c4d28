package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The way of an emergency under load, and what emergencies cost the load.
 *
 * @param publishToIncidentP50Ms from the press until the incident is on the stream; likewise p99
 * @param incidentsUnanswered presses whose incident never came
 * @param ackWithPanicsP50Ms publish to PUBACK of the load meanwhile; likewise p99
 */
@JsonNaming(SnakeCaseStrategy.class)
record Panics(double publishToIncidentP50Ms, double publishToIncidentP99Ms, int incidentsUnanswered,
        double ackWithPanicsP50Ms, double ackWithPanicsP99Ms) {

    private static final int FEWEST = 20;
    private static final int PER_SECOND = 5;

    static Panics measure(Bed bed) throws Exception {
        Duration phase = bed.scale().phase();
        int presses = Math.max(FEWEST, PER_SECOND * (int) phase.toSeconds());
        Map<String, String> trackers = bed.devices().trackers("bench-tracker-", presses);
        try (PanicProbe probe = new PanicProbe(bed.target().http(), bed.center().token(), bed.target().mqtt())) {
            Thread presser = Thread.ofPlatform().start(() -> press(probe, trackers, phase.dividedBy(presses)));
            Histogram acks = bed.load().open(bed.scale().rate(), phase).ackLatency();
            presser.join();
            Histogram incidents = probe.finish();
            return new Panics(BenchReport.millis(incidents, 50), BenchReport.millis(incidents, 99),
                    probe.unanswered(), BenchReport.millis(acks, 50), BenchReport.millis(acks, 99));
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
               publish to incident on SSE   p50 %.2f ms   p99 %.2f ms   (%d unanswered)
               publish to PUBACK, panics    p50 %.2f ms   p99 %.2f ms   (with panics, the same rate)
               """.formatted(publishToIncidentP50Ms, publishToIncidentP99Ms, incidentsUnanswered,
                ackWithPanicsP50Ms, ackWithPanicsP99Ms);
    }
}
