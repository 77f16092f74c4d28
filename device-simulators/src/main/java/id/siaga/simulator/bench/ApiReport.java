package id.siaga.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How long people wait for a page of incidents; milliseconds.
 *
 * @param apiStored incidents in the database
 * @param apiRate requests a second
 * @param apiListP50Ms of all list queries together, likewise p99 and max; search: those with words
 */
@JsonNaming(SnakeCaseStrategy.class)
record ApiReport(int apiStored, int apiRate, double apiListP50Ms, double apiListP99Ms, double apiListMaxMs,
        double apiSearchP50Ms, double apiSearchP99Ms, double apiSearchMaxMs, List<Each> apiQueries) {

    /** One query. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Each(String query, long asked, double p50Ms, double p99Ms, double maxMs) {
    }

    static ApiReport of(int rate, Map<ApiQuery, Histogram> latency) {
        Histogram list = together(latency, ApiQuery.Kind.LIST);
        Histogram search = together(latency, ApiQuery.Kind.SEARCH);
        List<Each> each = new ArrayList<>();
        latency.forEach((query, found) -> each.add(new Each(query.words(), found.getTotalCount(),
                BenchReport.millis(found, 50), BenchReport.millis(found, 99), BenchReport.millis(found, 100))));
        return new ApiReport(ApiStock.STORED, rate, BenchReport.millis(list, 50), BenchReport.millis(list, 99),
                BenchReport.millis(list, 100), BenchReport.millis(search, 50), BenchReport.millis(search, 99),
                BenchReport.millis(search, 100), List.copyOf(each));
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

    String json() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                """

                API, %,d incidents stored  %d requests/s, open loop
                  lists                      p50 %.2f ms   p99 %.2f ms   max %.2f ms
                  searches                   p50 %.2f ms   p99 %.2f ms   max %.2f ms
                """, apiStored, apiRate, apiListP50Ms, apiListP99Ms, apiListMaxMs, apiSearchP50Ms, apiSearchP99Ms,
                apiSearchMaxMs));
        apiQueries.forEach(each -> text.append(String.format("    %-52s p50 %.2f   p99 %.2f   max %.2f   (%d)%n",
                each.query(), each.p50Ms(), each.p99Ms(), each.maxMs(), each.asked())));
        return text.toString();
    }
}
