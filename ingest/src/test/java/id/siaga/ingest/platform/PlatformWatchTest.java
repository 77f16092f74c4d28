package id.siaga.ingest.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.Eventually;
import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.alert.AlertLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Each of the platform's measures, driven over its limit and back, on a real database. */
class PlatformWatchTest {

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DatabaseHealth health = new DatabaseHealth(meters, Clock.systemUTC());
    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
    }

    @Test
    void aLateCommitOpensAndOnTimeClears() throws Exception {
        Timer commits = Timer.builder("siaga.publish.to.commit").publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofMinutes(1)).register(meters);
        try (PlatformWatch watch = watch("lag_p99_s", 2)) {
            watch.start();
            Eventually.until("it opened", () -> {
                commits.record(Duration.ofSeconds(5));
                return open().equals("1");
            });
            Eventually.until("it cleared", () -> {
                commits.record(Duration.ofMillis(2));
                return open().equals("0");
            });
        }
        assertThat(database.rows("SELECT change, opens, value BETWEEN 4 AND 7 FROM telemetry.alert_event "
                + "WHERE change = 'opened'")).containsExactly("opened|ticket|true");
    }

    @Test
    void quarantineThatGrowsOpensAndThatStopsClears() throws Exception {
        Counter refused = Counter.builder("siaga.quarantined").tag("reason", "malformed").register(meters);
        try (PlatformWatch watch = watch("quarantined_per_window", 5)) {
            watch.start();
            Eventually.until("it opened", () -> {
                refused.increment();
                return open().equals("1");
            });
            Eventually.until("it cleared", () -> open().equals("0"));
        }
    }

    @Test
    void manyWrongClocksOpenAndAFewDoNot() throws Exception {
        database.execute("INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at, "
                + "flags, latest) SELECT 'd' || n, 'online', now(), now(), CASE WHEN n <= 3 THEN 1 ELSE 0 END, '{}' "
                + "FROM generate_series(1, 10) AS n");
        try (PlatformWatch watch = watch("clock_bad_pct", 20)) {
            watch.start();
            Eventually.until("it opened", () -> open().equals("1"));
            database.execute("UPDATE telemetry.device_state SET flags = 0 WHERE device_id <> 'd1'");
            Eventually.until("it cleared", () -> open().equals("0"));
        }
    }

    @Test
    void whatAnEarlierProcessLeftOpenIsClearedNotDoubled() throws Exception {
        database.execute(
                """
                INSERT INTO telemetry.alert (rule_id, device_id, code, level, severity, opens, cause, title,
                    opened_at, changed_at)
                VALUES ('TEST', '@ingest', 'TEST', 'BEYOND', 'WARN', 'ticket', 'platform/TEST', '', now(), now())""");
        try (PlatformWatch watch = watch("database_down", 0)) {
            watch.start();
            Eventually.until("it cleared", () -> open().equals("0"));
        }
        assertThat(database.count("alert")).isEqualTo(1);
    }

    @Test
    void aMeasureNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> watch("moon_phase", 1)).hasMessageContaining("TEST")
                .hasMessageContaining("moon_phase").hasMessageContaining("lag_p99_s");
    }

    /** Open alerts, or "none" when there never was one. */
    private String open() throws SQLException {
        return database.rows("SELECT CASE count(*) WHEN 0 THEN 'none' ELSE "
                + "(count(*) FILTER (WHERE cleared_at IS NULL))::text END FROM telemetry.alert").get(0);
    }

    private PlatformWatch watch(String measure, double limit) throws IOException {
        String yaml = """
                      probe_ms: 100
                      tick_ms: 50
                      window_seconds: 1
                      rules:
                        - { id: TEST, measure: %s, limit: %s, least_cases: 1, hold_seconds: 1, clear_seconds: 1,
                            severity: WARN, unit: "", title: "Uji" }
                      """.formatted(measure, limit);
        return new PlatformWatch(database.database(),
                PlatformRules.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))), health,
                new CommitWatch(health), new AlertLog(meters), meters, Clock.systemUTC());
    }
}
