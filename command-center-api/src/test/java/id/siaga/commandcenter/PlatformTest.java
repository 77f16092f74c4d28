package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the platform says of itself: an alert of its own is Diskominfo's ticket, and readiness names what fails. */
class PlatformTest {

    @Test
    void anAlertOfThePlatformIsATicketAndNoDevice() throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            Vertx vertx = Vertx.vertx();
            try (CommandCenter center = start(vertx, scratch, Map.of())) {
                assertThat(center.port()).isPositive();
                scratch.database().execute(
                        """
                        WITH opened AS (
                            INSERT INTO telemetry.alert (rule_id, device_id, code, level, severity, opens, cause, title,
                                opened_at, changed_at)
                            VALUES ('DB-DOWN', '@ingest', 'DB-DOWN', 'BEYOND', 'CRIT', 'ticket', 'platform/DB-DOWN',
                                'Basis data', now(), now()) RETURNING *),
                        event AS (
                            INSERT INTO telemetry.alert_event (alert_id, change, code, level, severity, opens, title, at,
                                judged_by)
                            SELECT alert_id, 'opened', code, level, severity, opens, title, opened_at, 'tick' FROM opened
                            RETURNING event_id)
                        INSERT INTO telemetry.alert_outbox (event_id) SELECT event_id FROM event""");
                Eventually.until("the ticket is there",
                        () -> !scratch.database().rows("SELECT 1 AS one FROM command.ticket").isEmpty());
                assertThat(scratch.database().rows("SELECT device_id, state, severity FROM command.ticket").get(0))
                        .hasToString("{\"device_id\":\"@ingest\",\"state\":\"BUKA\",\"severity\":\"CRIT\"}");
                assertThat(scratch.database().rows("SELECT 1 AS one FROM command.incident")).isEmpty();
                assertThat(scratch.database().rows("SELECT 1 AS one FROM telemetry.device")).isEmpty();
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    @Test
    void readinessNamesThePartThatFailsAndWhy() throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            Vertx vertx = Vertx.vertx();
            Map<String, Part> parts = Map.of("database", () -> Optional.of("READ_ONLY since noon"), "broken", () -> {
                throw new IllegalStateException("of the test");
            });
            try (CommandCenter center = start(vertx, scratch, parts)) {
                Eventually.until("its own parts are up", () -> "up".equals(ready(center).at("/parts/stream").asText()));
                JsonNode ready = ready(center);
                assertThat(ready.at("/status").asText()).isEqualTo("down");
                assertThat(ready.at("/parts/database").asText()).isEqualTo("down");
                assertThat(ready.at("/reasons/database").asText()).isEqualTo("READ_ONLY since noon");
                assertThat(ready.at("/reasons/broken").asText()).isEqualTo("of the test");
                assertThat(ready.at("/reasons/stream").isMissingNode()).isTrue();
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    private static CommandCenter start(Vertx vertx, ScratchDatabase scratch, Map<String, Part> parts)
            throws Exception {
        return CommandCenter.start(vertx, scratch.source(),
                new CommandCenterConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), Settings.shipped()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC(), parts);
    }

    private static JsonNode ready(CommandCenter center) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + center.port() + "/health/ready")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(503);
            return Running.json(reply);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
