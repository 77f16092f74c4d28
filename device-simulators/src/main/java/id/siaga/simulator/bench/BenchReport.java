package id.siaga.simulator.bench;

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
        String java) {

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
               heap %d MB   resident %d MB
               """
                .formatted(store, java, sustainedMessagesPerS, devices, metricsPerMessage, copyRowsPerS, ratioToCopy,
                        commitOneRowP50Ms, publishToAckP50Ms, publishToAckP99Ms, latencyRate, publishToIncidentP50Ms,
                        publishToIncidentP99Ms, incidentsUnanswered, acked, stored, ackedMissing, duplicated, heapMb,
                        rssMb);
    }
}
