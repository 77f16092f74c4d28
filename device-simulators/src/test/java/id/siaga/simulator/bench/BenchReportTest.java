package id.siaga.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class BenchReportTest {

    private static final List<String> KEYS = List.of("seconds", "devices", "metrics_per_message",
            "sustained_messages_per_s", "copy_rows_per_s", "ratio_to_copy", "commit_one_row_p50_ms",
            "publish_to_ack_p50_ms", "publish_to_ack_p99_ms", "publish_to_incident_p50_ms",
            "publish_to_incident_p99_ms", "latency_rate", "acked", "stored", "acked_missing", "duplicated",
            "first_incident_ms", "incidents_unanswered", "heap_mb", "rss_mb", "store", "java", "stage_micros",
            "neighbour_ack_p50_ms",
            "neighbour_ack_p99_ms", "neighbour_p50_ratio", "neighbour_p99_ratio", "quiet_slices_p99_ms",
            "neighbour_slices_p99_ms", "flood_sent", "flood_admitted", "flood_per_s", "flood_held",
            "ack_with_panics_p50_ms", "ack_with_panics_p99_ms", "idle_connections", "idle_connection_kib",
            "idle_connected_s", "start_to_ready_s");

    @Test
    void theJsonIsOneFlatObjectWithTheKeysOthersRelyOn() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report(new StoredRows.Tally(9, 9, 0, 0)).json());
        assertThat(json.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(KEYS);
        assertThat(json.path("ratio_to_copy").doubleValue()).isEqualTo(0.8);
        assertThat(json.path("acked").longValue()).isEqualTo(9);
    }

    @Test
    void pagesOfIncidentsOnlyAddKeys() throws Exception {
        Histogram ten = new Histogram(Load.LONGEST_NANOS, 3);
        ten.recordValueWithCount(10_000_000, 99);
        ten.recordValue(90_000_000);
        Map<ApiQuery, Histogram> latency = new LinkedHashMap<>();
        latency.put(new ApiQuery(ApiQuery.Kind.LIST, ApiQuery.Who.OPERATOR, "/incidents?open=true"), ten);
        latency.put(new ApiQuery(ApiQuery.Kind.SEARCH, ApiQuery.Who.CITY, "/incidents?q=lapak"), ten);
        BenchReport report = report(new StoredRows.Tally(9, 9, 0, 0)).with(ApiReport.of(40, latency));
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.fieldNames()).toIterable().containsAll(KEYS).contains("api_list_p99_ms", "api_search_p99_ms");
        assertThat(json.path("api_list_p99_ms").doubleValue()).isCloseTo(10, within(0.1));
        assertThat(json.path("api_search_max_ms").doubleValue()).isCloseTo(90, within(0.1));
        assertThat(json.path("api_queries").get(0).path("query").asText()).isEqualTo("operator /incidents?open=true");
        assertThat(report.text()).contains("100,000 incidents stored", "q=lapak");
    }

    @Test
    void aMissingOrDoubledMessageDoesNotPass() {
        assertThat(report(new StoredRows.Tally(9, 9, 0, 0)).passed()).isTrue();
        assertThat(report(new StoredRows.Tally(9, 8, 1, 0)).passed()).isFalse();
        assertThat(report(new StoredRows.Tally(9, 10, 0, 1)).passed()).isFalse();
    }

    @Test
    void theTextSaysWhichLatencyHadPanics() {
        assertThat(report(new StoredRows.Tally(9, 9, 0, 0)).text()).contains("(with panics, the same rate)",
                "(open loop, 5,000 messages/s, no panics)", "10,000 sent, 300 admitted: 30/s of a quota of 20/s",
                "held back 7 times");
    }

    private static BenchReport report(StoredRows.Tally tally) {
        return new BenchReport(
                new BenchReport.Setting(10, 200, 3, 5_000, "postgresql 17.6", "java 25", 3.1),
                new Throughput(80_000, Map.of("write", 9.5), 50, 400), 100_000, 0.3,
                new FairShare(1, 10, 1, 11, 1, 1.1, List.of(10.0), List.of(11.0), 10_000, 300, 30, 7),
                new Panics(50, 20, 200, 0, 2, 90), tally, new IdleConnections(5_000, 7.7, 10), null);
    }
}
