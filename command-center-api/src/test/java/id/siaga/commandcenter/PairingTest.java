package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A screen is let in by somebody, sees what its mode allows, and goes dark when it is revoked. */
@Timeout(120)
class PairingTest {
    private static Running system;
    private static String technical = "";

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        technical = system.session(Role.PJ_TEKNIS);
        system.database().execute("""
                                  INSERT INTO telemetry.device (device_id, kind, name, status, latitude, longitude)
                                  VALUES ('unit-7', 'gps', 'B 1234 XY', 'active', -6.21, 106.97)""");
        incident();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static long incident() {
        return system.database().row(
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, kecamatan_code, kecamatan, latitude, longitude, place_approximate, simulated)
                VALUES (gen_random_uuid(), 'Tombol panik unit-7', 'TKP', 'P1', 'BARU', gen_random_uuid(), now(), now(),
                    now(), '32.75.01', 'Bekasi Timur', -6.2, 107.0, false, false) RETURNING incident_id""")
                .orElseThrow().path("incident_id").longValue();
    }

    private static HttpResponse<String> asked(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> open(String path, String body) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode begun() throws IOException, InterruptedException {
        return Running.json(open("/device-pairings", "{}"));
    }

    private static HttpResponse<String> poll(JsonNode begun) throws IOException, InterruptedException {
        // As if the interval had passed.
        system.database().execute("UPDATE command.device_pairing SET polled_at = NULL");
        return open("/device-pairings/token",
                "{\"device_code\":\"%s\"}".formatted(begun.path("device_code").asText()));
    }

    private static String paired(String mode) throws IOException, InterruptedException {
        JsonNode begun = begun();
        assertThat(asked(technical, "POST", "/device-pairings/" + begun.path("user_code").asText() + "/approval",
                "{\"mode\":\"%s\",\"name\":\"Dinding\"}".formatted(mode)).statusCode()).isEqualTo(204);
        HttpResponse<String> granted = poll(begun);
        assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
        assertThat(granted.headers().firstValue("Set-Cookie").orElseThrow()).contains("siaga_session=", "HTTPOnly",
                "SameSite=Strict");
        return Running.json(granted).path("token").asText();
    }

    @Test
    void aScreenWaitsUntilSomebodyDecides() throws Exception {
        JsonNode begun = begun();
        assertThat(poll(begun).body()).contains("\"error\":\"authorization_pending\"");
        assertThat(open("/device-pairings/token",
                "{\"device_code\":\"%s\"}".formatted(begun.path("device_code").asText())).body())
                .contains("\"error\":\"slow_down\"");
        String code = begun.path("user_code").asText();
        assertThat(asked(technical, "GET", "/device-pairings", "").body()).contains(code.replace("-", ""))
                .doesNotContain(begun.path("device_code").asText());
        assertThat(asked(system.session(Role.OPERATOR), "POST", "/device-pairings/" + code + "/approval",
                "{\"mode\":\"OPERATIONS\",\"name\":\"x\"}").statusCode()).isEqualTo(403);
        assertThat(asked(technical, "DELETE", "/device-pairings/" + code + "/approval", "").statusCode())
                .isEqualTo(204);
        assertThat(poll(begun).body()).contains("\"error\":\"access_denied\"");
        assertThat(open("/device-pairings/token", "{\"device_code\":\"tebakan\"}").body())
                .contains("\"error\":\"expired_token\"");
        JsonNode late = begun();
        system.database().execute("UPDATE command.device_pairing SET expires_at = now() - interval '1 s'");
        assertThat(poll(late).body()).contains("\"error\":\"expired_token\"");
    }

    @Test
    void itsTokenIsGivenOnce() throws Exception {
        JsonNode begun = begun();
        asked(technical, "POST", "/device-pairings/" + begun.path("user_code").asText() + "/approval",
                "{\"mode\":\"OPERATIONS\",\"name\":\"Dinding\"}");
        assertThat(poll(begun).statusCode()).isEqualTo(200);
        assertThat(poll(begun).body()).contains("\"error\":\"expired_token\"");
    }

    @Test
    void staffSeeAllVisitorsNothingExact() throws Exception {
        String staff = paired("OPERATIONS");
        String visitor = paired("VISITOR");
        assertThat(asked(staff, "GET", "/incidents", "").body()).contains("Tombol panik");
        assertThat(asked(staff, "GET", "/devices", "").body()).contains("B 1234 XY", "106.97");
        String incidents = asked(visitor, "GET", "/incidents", "").body();
        assertThat(incidents).contains("\"priority\":\"P1\"", "Bekasi Timur").doesNotContain("panik", "unit-7", "-6.2");
        assertThat(asked(visitor, "GET", "/devices", "").body()).doesNotContain("unit-7", "B 1234", "106.97");
        for (String path : new String[]{"/devices?format=geojson", "/devices?q=B+1234", "/incidents?q=panik"}) {
            assertThat(asked(visitor, "GET", path, "").statusCode()).as(path).isEqualTo(403);
        }
        assertThat(asked(visitor, "GET", "/incidents?open=true&limit=200", "").statusCode()).isEqualTo(200);
        for (String path : new String[]{"/alerts", "/tickets", "/incidents/1", "/devices/unit-7", "/openapi.json"}) {
            assertThat(asked(visitor, "GET", path, "").statusCode()).as(path).isEqualTo(403);
        }
        assertThat(asked(visitor, "GET", "/posts", "").statusCode()).isEqualTo(200);
    }

    @Test
    void aVisitorsStreamSaysNothingExact() throws Exception {
        try (Feed feed = new Feed(system, paired("VISITOR"))) {
            feed.until("heartbeat");
            long id = incident();
            system.database().transaction(connection -> {
                StreamLog log = new StreamLog(system.database());
                log.append(connection, "alert", JsonNodeFactory.instance.objectNode().put("title", "rahasia"));
                log.append(connection, "incident", Statements.only(connection,
                        "SELECT * FROM command.incident_json WHERE id = ?", id));
                return id;
            });
            List<Feed.Event> told = feed.until("incident");
            assertThat(told).extracting(Feed.Event::type).doesNotContain("alert", "ticket");
            assertThat(told.getLast().data()).contains("\"id\":" + id, "TKP Bekasi Timur")
                    .doesNotContain("panik", "-6.2");
        }
    }

    @Test
    void aRevokedScreenIsToldAndCutOffWithinSeconds() throws Exception {
        String token = paired("OPERATIONS");
        try (Feed feed = new Feed(system, token)) {
            feed.until("heartbeat");
            long id = system.database()
                    .row("SELECT max(session_id) AS id FROM command.session WHERE kind = 'WALL'").orElseThrow()
                    .path("id").longValue();
            long began = System.nanoTime();
            assertThat(system.send(system.request("/api/v1/sessions/" + id).DELETE()).statusCode()).isEqualTo(204);
            feed.until("revoked");
            assertThat(feed.next()).isEqualTo(Feed.END);
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
        }
        assertThat(asked(token, "GET", "/posts", "").statusCode()).isEqualTo(401);
    }

    /** Its connection is kept by whoever asks through a proxy, so that nothing but us ends the stream. */
    @Test
    void aStreamThatWasEndedIsForgottenThoughItsConnectionIsKept() throws Exception {
        String token = paired("OPERATIONS");
        try (Feed feed = new Feed(system, token)) {
            feed.until("heartbeat");
            assertThat(streams()).isPositive();
            system.database().execute("UPDATE command.session SET revoked_at = now() WHERE kind = 'WALL'");
            feed.until("revoked");
            Eventually.until("forgotten", () -> streams() == 0);
        }
    }

    private static long streams() {
        try {
            return system.get("/metrics").body().lines().filter(line -> line.startsWith("siaga_sse_clients "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ')))).sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thePageForScreensIsThere() throws Exception {
        assertThat(system.send(system.anonymous("/pair")).body()).contains("/pair.js");
        assertThat(system.send(system.anonymous("/pair.js")).body()).contains("/api/v1/device-pairings");
    }
}
