package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.http.Contract;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiTest {
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

    static Stream<Contract.Operation> operations() {
        return Contract.load().operations().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationButLoginNeedsASession(Contract.Operation operation) throws IOException, InterruptedException {
        String path = Contract.BASE + operation.path().replaceAll(":\\w+", "1");
        HttpResponse<String> reply = system.send(system.anonymous(path).method(operation.method(),
                HttpRequest.BodyPublishers.ofString("{}")));
        if (operation.id().equals("begin_pairing")) {
            assertThat(reply.statusCode()).as("a screen says nothing of itself").isEqualTo(201);
            return;
        }
        assertThat(reply.statusCode()).isEqualTo(operation.open() ? 400 : 401);
        assertProblem(reply, operation.open() ? "/problems/validation" : "/problems/unauthenticated");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsRouted(Contract.Operation operation) throws IOException, InterruptedException {
        if (operation.method().equals("GET") && !operation.id().equals("stream")) {
            HttpResponse<String> reply = system.send(system.request(Contract.BASE
                    + operation.path().replaceAll(":\\w+", "999999")
                    + (operation.queries().contains("device_id") ? "?device_id=fl-1" : ""))
                    .header("X-Purpose", "uji"));
            assertThat(reply.statusCode()).isEqualTo(operation.path().contains(":") ? 404 : 200);
        }
    }

    @Test
    void pagesSendToLoginAndLoginTakesOnlyLocalTargets() throws IOException, InterruptedException {
        HttpResponse<String> wall = system.send(system.anonymous("/wall"));
        assertThat(wall.statusCode()).isEqualTo(303);
        assertThat(wall.headers().firstValue("Location")).contains("/login?next=%2Fwall");
        for (String evil : new String[]{"//evil.example", "/%5Cevil", "https://evil.example", "/\\evil"}) {
            HttpResponse<String> entered = form(evil);
            assertThat(entered.statusCode()).isEqualTo(303);
            assertThat(entered.headers().firstValue("Location").orElseThrow()).doesNotStartWith("//")
                    .doesNotStartWith("/\\").startsWith("/");
        }
        HttpResponse<String> entered = form("/wall?x=1");
        assertThat(entered.headers().firstValue("Location")).contains("/wall?x=1");
        assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow()).contains("HTTPOnly", "SameSite=Strict");
    }

    @Test
    void theWallAndItsAssetsAreServedToWhoHasLoggedIn() throws IOException, InterruptedException {
        assertThat(system.get("/wall").body()).contains("<html");
        for (String path : new String[]{"/assets/wall/wall.css", "/webjars/leaflet/leaflet.js"}) {
            assertThat(system.get(path).statusCode()).as(path).isEqualTo(200);
            assertThat(system.send(system.anonymous(path)).statusCode()).as(path).isEqualTo(303);
        }
        assertThat(system.get("/assets/wall/../../settings.yaml").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> form(String next) throws IOException, InterruptedException {
        String body = "user=admin&password=" + system.password + "&next="
                + java.net.URLEncoder.encode(next, java.nio.charset.StandardCharsets.UTF_8);
        return system.send(system.anonymous("/login").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void repeatedFailuresPauseLoginsOfThatUser() throws IOException, InterruptedException {
        String body = "{\"user\":\"nobody\",\"password\":\"x\"}";
        for (int i = 0; i < Settings.shipped().access().logins().failures(); i++) {
            assertThat(login(body).statusCode()).isEqualTo(401);
        }
        assertThat(login(body).statusCode()).isEqualTo(429);
    }

    private static HttpResponse<String> login(String body) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/sessions").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void healthSaysWhichPartsAreUpAndSecurityHeadersAreSet() throws IOException, InterruptedException {
        HttpResponse<String> ready = system.send(system.anonymous("/health/ready"));
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(Running.json(ready).path("parts").path("alert_inbox").asText()).isEqualTo("up");
        assertThat(ready.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(ready.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("frame-ancestors");
        assertThat(system.send(system.anonymous("/metrics")).body()).contains("siaga_open_incidents{priority=\"P1\"}",
                "siaga_sse_clients");
    }

    @Test
    void changesNeedTheVersionTheySawAndLegalTransitions() throws IOException, InterruptedException {
        String path = "/api/v1/incidents/" + opened("etag");
        HttpResponse<String> seen = system.get(path);
        String tag = seen.headers().firstValue("ETag").orElseThrow();
        String verify = "{\"state\":\"DIVERIFIKASI\",\"note\":\"terlihat di kamera\"}";
        assertProblem(system.send(system.request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(verify))),
                "/problems/if-match-required");
        HttpResponse<String> changed = system.patch(path, tag, verify);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(Running.json(changed).path("state").asText()).isEqualTo("DIVERIFIKASI");
        assertThat(system.patch(path, tag, verify).statusCode()).isEqualTo(412);
        String now = changed.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> illegal = system.patch(path, now, "{\"state\":\"DITUTUP\"}");
        assertThat(illegal.statusCode()).isEqualTo(409);
        assertProblem(illegal, "/problems/illegal-transition");
        assertThat(Running.json(illegal).path("allowed")).extracting(JsonNode::asText).contains("DITUGASKAN")
                .doesNotContain("DITUTUP");
        assertProblem(system.patch(path, now, "{\"priority\":\"P9\"}"), "/problems/validation");
        assertThat(Running.json(system.get(path + "/timeline")).path("items")).extracting(e -> e.path("actor").asText())
                .containsExactly("sistem", "admin");
    }

    @Test
    void evidenceReturnsTheExactBytes() throws IOException, InterruptedException {
        long message = system.city.reading("fl-1", City.T0, 3600);
        long alert = system.city.alert("FLD-EVIDENCE", "fl-1", "evidence", City.Decision.opened("SIAGA_3", "P3"));
        long event = system.city.decide(alert, City.Decision.raised("SIAGA_2", "P2"));
        system.city.evidence(event, "fl-1", City.T0, message);
        JsonNode incident = awaited("evidence");
        JsonNode items = Running.json(system.get(incident.path("links").path("evidence").asText())).path("items");
        JsonNode reading = items.get(1).path("readings").get(0);
        assertThat(reading.path("message_id").isTextual()).isTrue();
        assertThat(reading.path("message_id").asText()).isEqualTo(Long.toString(message));
        assertThat(reading.path("level_mm").asDouble()).isEqualTo(3600);
        assertThat(reading.path("time_source").asText()).isEqualTo("device");
        assertThat(reading.path("flags").get(0).asText()).isEqualTo("SIMULATED");
        assertThat(reading.path("observed_at").asText()).isEqualTo(City.T0.toString());
        assertThat(Base64.getDecoder().decode(reading.path("payload").asText())).isEqualTo(City.PAYLOAD);
        assertThat(reading.path("payload_sha256").asText()).isEqualTo(sha256(City.PAYLOAD));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void devicesAreRegisteredOnceAndSecretsRotateOnlyWhenAsked() throws IOException, InterruptedException {
        String body = "{\"device_id\":\"cam-1\",\"kind\":\"cctv\",\"lat\":-6.25,\"lng\":107.0}";
        HttpResponse<String> made = system.post("/api/v1/devices", body);
        assertThat(made.statusCode()).isEqualTo(201);
        String secret = Running.json(made).path("secret").asText();
        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
        assertThat(Base64.getDecoder().decode(system.database().row(
                "SELECT secret_sha256 FROM telemetry.device WHERE device_id = 'cam-1'").orElseThrow()
                .path("secret_sha256").asText())).isEqualTo(Secrets.sha256(secret));
        HttpResponse<String> again = system.post("/api/v1/devices", "[" + body + "]");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Running.json(again).path("device_ids").get(0).asText()).isEqualTo("cam-1");
        HttpResponse<String> rotated = system.post("/api/v1/devices?on_existing=rotate", "[" + body + "]");
        assertThat(rotated.statusCode()).isEqualTo(201);
        assertThat(Running.json(rotated).path("devices").get(0).path("secret").asText()).isNotEqualTo(secret);
    }

    @Test
    void aRepeatedIdempotencyKeyReplaysTheReplyAndAChangedRequestIsRefused() throws IOException, InterruptedException {
        String body = "{\"device_id\":\"ap-1\",\"kind\":\"wifi\"}";
        HttpResponse<String> first = keyed(body);
        HttpResponse<String> second = keyed(body);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(keyed("{\"device_id\":\"ap-2\",\"kind\":\"wifi\"}").statusCode()).isEqualTo(422);
    }

    private static HttpResponse<String> keyed(String body) throws IOException, InterruptedException {
        return system.send(system.request("/api/v1/devices").header("Idempotency-Key", "0123-4567-89ab")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void badDevicesAreRefusedFieldByField() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/devices",
                "[{\"device_id\":\"a/b\",\"kind\":\"boat\",\"lat\":91,\"post\":\"NOWHERE\",\"colour\":1}]");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(Running.json(reply).path("errors")).extracting(error -> error.path("field").asText())
                .contains("[0].device_id", "[0].kind", "[0].lat", "[0].post", "[0].colour");
        assertProblem(system.post("/api/v1/devices", "{\"device_id\":"), "/problems/malformed-json");
        assertProblem(system.get("/api/v1/incidents?limit=0"), "/problems/validation");
        assertProblem(system.get("/api/v1/incidents?cursor=zzz!"), "/problems/validation");
        assertProblem(system.get("/api/v1/nothing"), "/problems/not-found");
    }

    @Test
    void aBodyOverTheLimitIsRefusedAsTooLarge() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/devices", " ".repeat(11_000_000));
        assertThat(reply.statusCode()).isEqualTo(413);
        assertProblem(reply, "/problems/too-large");
    }

    @Test
    void postsShowLevelTrendAndSiaga() throws IOException, InterruptedException {
        system.city.device("fl-cikeas", "CIKEAS");
        for (int minute = 0; minute <= 10; minute++) {
            system.city.reading("fl-cikeas", City.T0.plusSeconds(60L * minute), 2000 + 20 * minute);
        }
        JsonNode posts = Running.json(system.get("/api/v1/posts")).path("items");
        JsonNode cikeas = posts.get(1);
        assertThat(cikeas.path("post").asText()).isEqualTo("CIKEAS");
        assertThat(cikeas.path("level_cm").asDouble()).isEqualTo(220);
        assertThat(cikeas.path("trend_cm_per_min").asDouble()).isEqualTo(2.0,
                org.assertj.core.data.Offset.offset(1e-6));
        assertThat(cikeas.path("siaga").asText()).isEqualTo("SIAGA_3");
        assertThat(cikeas.path("bands").get(0).path("above_cm").asDouble()).isEqualTo(200);
        assertThat(cikeas.path("simulated").asBoolean()).isTrue();
        assertThat(posts.get(3).path("level_cm").isNull()).isTrue();
    }

    @Test
    void listsPageByCursorWithoutRepeats() throws IOException, InterruptedException {
        for (int i = 0; i < 5; i++) {
            opened("page-" + i);
        }
        JsonNode first = Running.json(system.get("/api/v1/incidents?limit=3&open=true"));
        JsonNode second = Running.json(system.get("/api/v1/incidents?limit=3&open=true&cursor="
                + first.path("next_cursor").asText()));
        assertThat(first.path("items")).hasSize(3);
        assertThat(second.path("items").get(0).path("id").asLong())
                .isLessThan(first.path("items").get(2).path("id").asLong());
        JsonNode map = Running.json(system.get("/api/v1/devices?format=geojson&kind=flood"));
        assertThat(map.path("features").get(0).path("geometry").path("type").asText()).isEqualTo("Point");
    }

    private static long opened(String cause) throws IOException, InterruptedException {
        system.city.alert("FLD-" + cause, "fl-1", cause, City.Decision.opened("SIAGA_3", "P3"));
        return awaited(cause).path("id").asLong();
    }

    private static JsonNode awaited(String cause) {
        String sql = "SELECT * FROM command.incident_json WHERE cause = ?";
        system.city.notifyInbox();
        Eventually.until("incident for " + cause, () -> system.database().row(sql, cause).isPresent()
                && system.database().rows("SELECT 1 AS one FROM telemetry.alert_outbox").isEmpty());
        return system.database().row(sql, cause).orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> reply, String type) throws IOException {
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Running.json(reply).path("type").asText()).isEqualTo(type);
        assertThat(Running.json(reply).path("status").asInt()).isEqualTo(reply.statusCode());
    }
}
