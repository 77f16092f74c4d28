package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.ingest.store.Upkeep;
import id.siaga.ingest.store.UpkeepConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hundred days later: what is held is there, what is not is gone, and an incident still has its evidence. */
class HoldTest {
    private static final Duration LATER = Duration.ofDays(100);
    private static Running system;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
        system.city.device("fl-1", "P2C");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    @Test
    void whatIsHeldSurvivesUntilItIsReleased() throws IOException, InterruptedException, SQLException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        system.city.reading("fl-1", at, 4_000);
        HttpResponse<String> placed = system.post("/api/v1/holds",
                """
                {"reason":"LP/B/12/III/2026","device_ids":["fl-1"],"from":"%s","to":"%s"}"""
                        .formatted(at, at.plusSeconds(1)));
        assertThat(placed.statusCode()).isEqualTo(201);
        JsonNode hold = Running.json(placed);
        assertThat(hold.path("placed_by").asText()).isEqualTo("admin");
        assertThat(hold.path("device_ids").get(0).asText()).isEqualTo("fl-1");
        assertThat(hold.path("from").asText()).isEqualTo(at.toString());
        tidyLater();
        assertThat(readings(at)).isOne();
        assertThat(Running.json(system.get("/api/v1/holds?released=false")).path("items").get(0)).isEqualTo(hold);

        String path = "/api/v1/holds/" + hold.path("id").asText();
        JsonNode released = Running.json(system.send(system.request(path).DELETE()));
        assertThat(released.path("released_by").asText()).isEqualTo("admin");
        assertThat(Running.json(system.send(system.request(path).DELETE()))).isEqualTo(released);
        assertThat(Running.json(system.get("/api/v1/holds?released=true")).path("items").get(0)).isEqualTo(released);
        tidyLater();
        assertThat(readings(at)).isZero();
    }

    @Test
    void anIncidentLeadsToItsReadingsAfterTheirTableLetThemGo()
            throws IOException, InterruptedException, SQLException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
        long message = system.city.reading("fl-1", at, 5_600);
        long alert = system.city.alert("stage", "fl-1", "stage:P2C", City.Decision.opened("SIAGA_1", "P1"));
        long event = system.database().row("SELECT max(event_id) AS id FROM telemetry.alert_event WHERE alert_id = ?",
                alert).orElseThrow().path("id").longValue();
        system.city.evidence(event, "fl-1", at, message);
        system.city.notifyInbox();
        Eventually.until("the incident is open", () -> incident().isPresent());
        String path = "/api/v1/incidents/" + incident().orElseThrow() + "/evidence";
        String before = system.get(path).body();
        assertThat(before).contains("payload_sha256", "5600");
        tidyLater();
        assertThat(readings(at)).isZero();
        assertThat(system.get(path).body()).isEqualTo(before);
    }

    @Test
    void badRequestsAreRefusedByField() throws IOException, InterruptedException {
        assertThat(fields("{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\",\"until\":1}"))
                .contains("\"reason\"", "\"to\"", "\"until\"");
        assertThat(fields("{\"reason\":\"x\",\"from\":\"kemarin\",\"device_ids\":[]}"))
                .contains("\"from\"", "\"to\"", "\"device_ids\"");
        assertThat(system.send(system.request("/api/v1/holds/999999").DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void aHoldOnADeviceNobodyKnowsIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/holds",
                """
                {"reason":"LP/B/13","device_ids":["fl-1","fl-l"],"from":"2026-01-01T00:00:00Z",
                 "to":"2026-01-02T00:00:00Z"}""");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(Running.json(reply).path("errors").get(0))
                .hasToString("{\"field\":\"device_ids\",\"reason\":\"tidak terdaftar (not registered): fl-l\"}");
        assertThat(system.get("/api/v1/holds").body()).doesNotContain("LP/B/13");
    }

    private static String fields(String body) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/holds", body);
        assertThat(reply.statusCode()).isEqualTo(400);
        return Running.json(reply).path("errors").findValues("field").toString();
    }

    private static Optional<String> incident() {
        return system.database().row("SELECT incident_id AS id FROM command.incident WHERE cause = 'stage:P2C'")
                .map(row -> row.path("id").asText());
    }

    private static long readings(Instant at) {
        return system.database()
                .row("""
                     SELECT count(*) AS stored FROM telemetry.flood_reading JOIN telemetry.message USING (message_id)
                     WHERE observed_at = ?""", at).orElseThrow().path("stored").longValue();
    }

    private static void tidyLater() throws SQLException {
        String url = system.scratch.source().getJdbcUrl();
        try (Upkeep upkeep = new Upkeep(id.siaga.ingest.store.Database.connect(url, "", ""), UpkeepConfig.standard(),
                new SimpleMeterRegistry(), Clock.offset(Clock.systemUTC(), LATER))) {
            upkeep.tidy();
        }
    }
}
