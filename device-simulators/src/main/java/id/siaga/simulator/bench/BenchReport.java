package id.siaga.simulator.bench;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.simulator.Report;

/**
 * What the benchmark found, phase by phase; the JSON is one flat object, whose keys are a contract. Milliseconds,
 * messages and rows a second.
 *
 * @param copyRowsPerS the same rows written by raw binary COPY
 * @param commitOneRowP50Ms a bare commit
 * @param api null where no incidents may be stored for it: in a system started elsewhere
 */
@JsonNaming(SnakeCaseStrategy.class)
record BenchReport(@JsonUnwrapped Setting setting, @JsonUnwrapped Throughput throughput, double copyRowsPerS,
        double commitOneRowP50Ms, @JsonUnwrapped FairShare fairShare, @JsonUnwrapped Panics panics,
        @JsonUnwrapped StoredRows.Tally tally, @JsonUnwrapped IdleConnections idle,
        @JsonUnwrapped @Nullable ApiReport api) implements Report {

    /**
     * What was measured.
     *
     * @param seconds length of a phase
     * @param latencyRate messages a second where latency was measured
     * @param store such as {@code timescaledb 2.22.1}
     * @param java of the load
     * @param startToReadyS of a system that has started before; negative when it was not started here
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Setting(long seconds, int devices, int metricsPerMessage, int latencyRate, String store, String java,
            double startToReadyS) {

        private String text() {
            return String.format("%nstore                        %s, %s; %d devices, %d metrics a message%n", store,
                    java, devices, metricsPerMessage);
        }
    }

    static double millis(Histogram nanos, double percentile) {
        return hundredths(nanos.getValueAtPercentile(percentile) / 1e6);
    }

    static double hundredths(double value) {
        return Math.round(100 * value) / 100.0;
    }

    BenchReport with(ApiReport pages) {
        return new BenchReport(setting, throughput, copyRowsPerS, commitOneRowP50Ms, fairShare, panics, tally, idle,
                pages);
    }

    /** Sustained messages over rows by COPY. */
    @JsonProperty("ratio_to_copy")
    double ratioToCopy() {
        return hundredths(throughput.sustainedMessagesPerS() / copyRowsPerS);
    }

    boolean passed() {
        return tally.ackedMissing() == 0 && tally.duplicated() == 0;
    }

    String text() {
        return setting.text() + throughput.text() + yardsticks() + fairShare.text(setting.latencyRate())
                + panics.text() + tally.text() + idle.text()
                + String.format("start to ready, warm         %.2f s%n", setting.startToReadyS())
                + (api == null ? "" : api.text());
    }

    private String yardsticks() {
        return """
               raw binary COPY, same rows   %,.0f rows/s
               ratio to COPY                %.2f
               bare one-row commit          p50 %.2f ms
               """.formatted(copyRowsPerS, ratioToCopy(), commitOneRowP50Ms);
    }
}
