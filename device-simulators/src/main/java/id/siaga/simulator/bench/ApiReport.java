package id.siaga.simulator.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.simulator.Report;

/**
 * How long people wait for a page of a list; milliseconds.
 *
 * @param apiStored incidents in the database
 * @param apiRate requests a second
 * @param apiListP50Ms of all list queries together, likewise p99 and max; search: those with words
 */
@JsonNaming(SnakeCaseStrategy.class)
record ApiReport(int apiStored, int apiRate, double apiListP50Ms, double apiListP99Ms, double apiListMaxMs,
        double apiSearchP50Ms, double apiSearchP99Ms, double apiSearchMaxMs, List<Each> apiQueries) implements Report {

    /** Of the 99th percentile of each query. */
    private static final double BUDGET_MS = 50;

    /** One query; {@code met}: its 99th percentile is within the budget. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Each(String kind, String query, long asked, double p50Ms, double p99Ms, double maxMs, boolean met) {

        static Each of(ApiQuery query, Histogram found) {
            double p99 = BenchReport.millis(found, 99);
            return new Each(query.kind().name().toLowerCase(Locale.ROOT), query.words(), found.getTotalCount(),
                    BenchReport.millis(found, 50), p99, BenchReport.millis(found, 100), p99 <= BUDGET_MS);
        }

        private String text() {
            return String.format("    %-66s p50 %7.2f   p99 %7.2f   max %7.2f   %s (%d)%n", query, p50Ms, p99Ms, maxMs,
                    met ? "met   " : "MISSED", asked);
        }
    }

    static ApiReport of(int rate, Map<ApiQuery, Histogram> latency) {
        Histogram list = together(latency, ApiQuery.Kind.LIST);
        Histogram search = together(latency, ApiQuery.Kind.SEARCH);
        List<Each> each = latency.entrySet().stream().map(one -> Each.of(one.getKey(), one.getValue())).toList();
        return new ApiReport(ApiStock.STORED, rate, BenchReport.millis(list, 50), BenchReport.millis(list, 99),
                BenchReport.millis(list, 100), BenchReport.millis(search, 50), BenchReport.millis(search, 99),
                BenchReport.millis(search, 100), each);
    }

    private static Histogram together(Map<ApiQuery, Histogram> latency, ApiQuery.Kind kind) {
        Histogram all = new Histogram(Load.LONGEST_NANOS, 3);
        latency.forEach((query, found) -> {
            if (query.kind() == kind) {
                all.add(found);
            }
        });
        return all;
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                """

                API, %,d incidents stored  %d requests/s, open loop; budget p99 %.0f ms
                  lists                      p50 %.2f ms   p99 %.2f ms   max %.2f ms
                  searches                   p50 %.2f ms   p99 %.2f ms   max %.2f ms
                """, apiStored, apiRate, BUDGET_MS, apiListP50Ms, apiListP99Ms, apiListMaxMs, apiSearchP50Ms,
                apiSearchP99Ms,
                apiSearchMaxMs));
        apiQueries.forEach(each -> text.append(each.text()));
        return text.toString();
    }
}
