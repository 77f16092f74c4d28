package id.siaga.simulator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Every question of every dashboard and of every rule, asked of a city that runs: each has an answer. */
@TestMethodOrder(OrderAnnotation.class)
class ObservedCityIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    /** What Grafana's data source turns into numbers, times and words. */
    private static final Set<String> TYPES = Set.of("timestamptz", "text", "bool", "int4", "int8", "float8", "numeric",
            "date");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path home;
    private static ObservedCity city;
    private static Reader reader;

    @BeforeAll
    static void start() throws Exception {
        city = ObservedCity.start(home.resolve("siaga"));
        reader = Reader.of(city.databaseUrl());
        Eventually.holds(SOON, city::takeUpAnIncident);
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            reader.close();
        } finally {
            city.close();
        }
    }

    @Order(1)
    @TestFactory
    Stream<DynamicTest> everyPanelHasRows() throws IOException {
        Instant deadline = Instant.now().plus(SOON);
        return Dashboard.all().stream().flatMap(dashboard -> dashboard.sql().stream()
                .map(query -> dynamicTest(query.toString(), () -> Eventually.holds(deadline, () -> {
                    Reader.Table answer = reader.rows(reader.of(dashboard).expanded(query.sql()));
                    assertThat(TYPES).containsAll(answer.types());
                    assertThat(answer.rows()).as("rows").isNotEmpty();
                    if (query.isTimeSeries()) {
                        assertTimeSeries(answer);
                    }
                    assertEveryColumnSaysSomething(answer);
                }))));
    }

    private static void assertTimeSeries(Reader.Table answer) {
        int time = answer.columns().indexOf("time");
        assertThat(time).as("column time of %s", answer.columns()).isNotNegative();
        List<Double> times = answer.rows().stream().map(row -> row.get(time) instanceof Timestamp at
                ? at.getTime() / 1e3
                : ((Number) Objects.requireNonNull(row.get(time))).doubleValue()).toList();
        assertThat(times).as("Grafana refuses a series out of order").isSorted();
    }

    /** A column of nothing but nulls is a question put wrongly; only an end may be still to come. */
    private static void assertEveryColumnSaysSomething(Reader.Table answer) {
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < answer.columns().size(); i++) {
            int column = i;
            if (answer.rows().stream().allMatch(row -> row.get(column) == null)) {
                silent.add(answer.columns().get(i));
            }
        }
        assertThat(silent).isSubsetOf("selesai", "sebab", "terakhir_dihapus", "target", "tidak_memenuhi");
    }

    @Order(2)
    @Test
    void prometheusScrapesLoadsTheRulesAndAnswersEveryPanel() throws Exception {
        assumeTrue(Prometheus.isInstalled(), "no prometheus: apt-get install prometheus");
        try (Prometheus prometheus = Prometheus.start(home.resolve("prometheus"), city.http())) {
            Eventually.holds(SOON, () -> assertThat(prometheus.query("up{job=\"siaga\"} == 1")).hasSize(1));
            List<JsonNode> loaded = Dashboard.list(prometheus.get("/api/v1/rules").path("groups")).stream()
                    .flatMap(group -> Dashboard.list(group.path("rules")).stream()).toList();
            assertThat(loaded).hasSameSizeAs(RuleFile.shipped().rules());
            Eventually.holds(SOON, () -> assertThat(Dashboard.list(prometheus.get("/api/v1/rules").path("groups")))
                    .allSatisfy(group -> assertThat(group.path("rules")).allSatisfy(
                            rule -> assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok"))));
            Instant deadline = Instant.now().plus(SOON);
            for (Dashboard dashboard : Dashboard.all()) {
                for (Dashboard.Query query : dashboard.promql()) {
                    String expression = query.promql().replace("$__rate_interval", "10s");
                    Eventually.holds(deadline,
                            () -> assertThat(prometheus.query(expression)).as("%s", query).isNotEmpty());
                }
            }
            assertThat(prometheus.query("ALERTS{alertstate=\"firing\", severity=\"critical\"}")).isEmpty();
        }
    }

    @Order(2)
    @Test
    void whatComposeAsksForHealthAnswers() throws Exception {
        JsonNode check = new YAMLMapper().readTree(Dashboard.ROOT.resolve("deploy/compose.yaml").toFile())
                .path("services").path("siaga").path("healthcheck").path("test");
        String path = URI.create(check.path(check.size() - 1).asText()).getPath();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(HttpRequest.newBuilder(city.http().resolve(path)).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        }
    }

    @Order(3)
    @Test
    void everyMetricAndLabelThatIsAskedForIsThere() throws Exception {
        assumeTrue(city.isEmbedded() && city.hasBroker(), "needs the embedded database, to kill it, and Mosquitto");
        city.killDatabase();
        RuleFile file = RuleFile.shipped();
        List<String> expressions = new ArrayList<>(file.rules().stream().map(rule -> rule.path("expr").asText())
                .toList());
        for (Dashboard dashboard : Dashboard.all()) {
            dashboard.promql().forEach(query -> expressions.add(query.promql()));
        }
        assertThat(expressions).hasSizeGreaterThan(30);
        Eventually.holds(SOON, () -> {
            LiveMetrics live = LiveMetrics.of(city.http());
            assertThat(expressions).allSatisfy(
                    expression -> assertThat(live.missing(Promql.of(expression), file.recorded())).as(expression)
                            .isEmpty());
        });
    }
}
