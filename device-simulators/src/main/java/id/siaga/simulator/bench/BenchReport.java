package id.siaga.simulator.bench;

import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What the benchmark found; the JSON keys are a contract. Milliseconds, messages and rows a second. */
@JsonNaming(SnakeCaseStrategy.class)
record BenchReport(long seconds, int devices, int metricsPerMessage, double sustainedMessagesPerS, double copyRowsPerS,
        double ratioToCopy, double commitOneRowP50Ms, double publishToAckP50Ms, double publishToAckP99Ms,
        double publishToIncidentP50Ms, double publishToIncidentP99Ms, int latencyRate, long acked, long stored,
        long ackedMissing, long duplicated, int incidentsUnanswered, long heapMb, long rssMb, String store,
        String java, Map<String, Double> stageMicros, double neighbourAckP99Ms, double floodPerS, int idleConnections,
        double idleConnectionKib, double idleConnectedS, double startToReadyS) {

    static double millis(Histogram histogram, double percentile) {
        return Math.round(histogram.getValueAtPercentile(percentile) / 1e4) / 100.0;
    }

    String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String text() {
        return """

               store                        %s, %s
               sustained                    %,.0f messages/s (%d devices, %d metrics a message, every one acked after commit)
               raw binary COPY, same rows   %,.0f rows/s
               ratio to COPY                %.2f
               bare one-row commit          p50 %.2f ms
               publish to PUBACK            p50 %.2f ms   p99 %.2f ms   (open loop, %,d messages/s)
               publish to incident on SSE   p50 %.2f ms   p99 %.2f ms   (%d unanswered)
               acked %,d   stored %,d   acked but missing %d   stored twice %d
               beside a device over its quota  p99 %.2f ms, %.2f x   (quota %d/s, held to %.0f/s)
               thread time a message, us    %s
               heap %d MB   resident %d MB
               %,d idle connections         %.1f KiB of heap each, connected in %.1f s
               start to ready, warm         %.2f s
               """
                .formatted(store, java, sustainedMessagesPerS, devices, metricsPerMessage, copyRowsPerS, ratioToCopy,
                        commitOneRowP50Ms, publishToAckP50Ms, publishToAckP99Ms, latencyRate, publishToIncidentP50Ms,
                        publishToIncidentP99Ms, incidentsUnanswered, acked, stored, ackedMissing, duplicated,
                        neighbourAckP99Ms, neighbourAckP99Ms / publishToAckP99Ms, Neighbour.QUOTA, floodPerS,
                        new StageCosts(stageMicros).text(), heapMb, rssMb, idleConnections, idleConnectionKib,
                        idleConnectedS, startToReadyS);
    }
}
