package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Incidents that people report, over HTTP: from the queue to the figures. */
class IncidentReportTest {
    private static final String INCIDENTS = "/api/v1/incidents";
    private static final String STALL = """
                                        {"source":"PATROL","title":"Lapak di trotoar Juanda","category":"TJL","priority":"P3",
                                         "lat":-6.2434,"lng":107.0109,"event_time":"2026-01-05T01:00:00Z"}""";
    private static Running system;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static JsonNode reported(String body) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post(INCIDENTS, body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
        return Running.json(reply);
    }

    private static HttpResponse<String> as(String token, String path, String body)
            throws IOException, InterruptedException {
        return system.send(system.anonymous(path).header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void oneIsOpenedWithPlaceNumberAndClocks() throws IOException, InterruptedException {
        JsonNode incident = reported(STALL);
        assertThat(incident.path("number").asText()).startsWith("TJL-");
        assertThat(incident.path("state").asText()).isEqualTo("BARU");
        assertThat(incident.path("kecamatan_code").asText()).startsWith("32.75.");
        assertThat(incident.path("caused_at").asText()).isEqualTo("2026-01-05T01:00:00Z");
        assertThat(incident.path("due_at").isTextual()).isTrue();
        JsonNode clocks = Running.json(system.get(INCIDENTS + "/" + incident.path("id") + "/clocks")).path("items");
        assertThat(clocks).extracting(each -> each.path("clock").asText()).containsExactly("QUEUE", "RESOLUTION");
    }

    @Test
    void theSameKeyOpensOne() throws IOException, InterruptedException {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            numbers.add(Running.json(system.send(system.request(INCIDENTS).header("Idempotency-Key", "stall-0001")
                    .POST(BodyPublishers.ofString(STALL)))).path("number").asText());
        }
        assertThat(numbers.getFirst()).isNotEmpty().isEqualTo(numbers.getLast());
    }

    @Test
    void whatIsWrongIsToldFieldByField() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post(INCIDENTS, """
                                                            {"source":"DEVICE","title":" ","priority":"P9","lat":-6.2,
                                                             "event_time":"2999-01-01T00:00:00Z","reporter":"Siti"}""");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(Running.json(reply).path("errors")).extracting(error -> error.path("field").asText()).contains(
                "source", "title", "category", "priority", "event_time", "reporter");
        assertThat(system.post(INCIDENTS, STALL.replace("TJL", "XXX")).body()).contains("bukan kode");
    }

    @Test
    void outsideTheCityItIsForwarded() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post(INCIDENTS, STALL.replace("107.0109", "106.8270"));
        assertThat(reply.statusCode()).isEqualTo(422);
        assertThat(reply.body()).contains("/problems/out-of-jurisdiction", "112");
    }

    @Test
    void outsideOnesOwnKecamatanItIsRefused() throws IOException, InterruptedException {
        String operator = system.session(Role.OPERATOR, "32.75.01");
        String body = """
                      {"source":"CALL_CENTER","title":"Parkir liar","category":"TPK","priority":"P3",
                       "kelurahan_code":"%s","event_time":"2026-01-05T01:00:00Z"}""";
        assertThat(as(operator, INCIDENTS, body.formatted("32.75.01.1001")).statusCode()).isEqualTo(201);
        assertThat(as(operator, INCIDENTS, body.formatted("32.75.09.1004")).statusCode()).isEqualTo(403);
    }

    @Test
    void aPrintedFormIsEnteredOnceWithItsTrueTime() throws IOException, InterruptedException {
        String form = STALL.replace("PATROL", "MANUAL");
        assertThat(system.post(INCIDENTS, form).body()).contains("form_number");
        String numbered = form.replace("\"title\"", "\"form_number\":\"F-0017\",\"title\"");
        JsonNode incident = reported(numbered);
        assertThat(incident.path("form_number").asText()).isEqualTo("F-0017");
        assertThat(incident.path("opened_at").asText()).isGreaterThan(incident.path("caused_at").asText());
        assertThat(system.post(INCIDENTS, numbered).statusCode()).isEqualTo(409);
    }

    @Test
    void whoReportedItIsKeptApartAndReadForAPurpose() throws IOException, InterruptedException {
        JsonNode incident = reported(STALL.replace("\"title\"",
                "\"contact\":{\"name\":\"Bu Rina\",\"phone\":\"0812\"},\"title\""));
        assertThat(incident.toString()).doesNotContain("Rina");
        String path = INCIDENTS + "/" + incident.path("id") + "/contacts";
        assertThat(system.get(path).statusCode()).isEqualTo(400);
        assertThat(system.send(system.request(path).header("X-Purpose", "menanyakan lokasi")).body())
                .contains("Bu Rina");
        String officer = system.session(Role.PETUGAS);
        assertThat(system.send(system.anonymous(path).header("Authorization", "Bearer " + officer)
                .header("X-Purpose", "ingin tahu")).statusCode()).isEqualTo(403);
        assertThat(system.database().rows("SELECT data::text FROM command.stream_event").toString())
                .doesNotContain("Rina");
    }

    @Test
    void theCodeListAndTheRegisterAreManaged() throws IOException, InterruptedException {
        assertThat(Running.json(system.get("/api/v1/violations")).path("items").size()).isGreaterThanOrEqualTo(19);
        JsonNode bases = Running.json(system.get("/api/v1/legal-bases")).path("items");
        assertThat(bases).allMatch(basis -> !basis.path("verified").asBoolean());
        String basis = "{\"type\":\"PERKADA\",\"number\":\"71\",\"year\":2020,\"title\":\"SIPPP\",\"verified\":%s}";
        HttpResponse<String> added = system.post("/api/v1/legal-bases", basis.formatted(false));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(system.post("/api/v1/legal-bases", basis.formatted(false)).statusCode()).isEqualTo(409);
        String path = "/api/v1/legal-bases/" + Running.json(added).path("id");
        assertThat(put(path, "\"9\"", basis.formatted(true)).statusCode()).isEqualTo(412);
        assertThat(Running.json(put(path, "\"1\"", basis.formatted(true))).path("verified_by").asText())
                .isEqualTo("admin");
        long article = Running.json(system.post(path + "/articles",
                "{\"article\":\"Pasal 5\",\"summary\":\"uji\",\"violation_code\":\"TJL\"}")).path("id").asLong();
        String violations = INCIDENTS + "/" + reported(STALL).path("id") + "/violations";
        assertThat(system.post(violations, "{\"code\":\"TPK\",\"article_id\":%d}".formatted(article)).statusCode())
                .isEqualTo(400);
        assertThat(system.post(violations, "{\"code\":\"TJL\",\"article_id\":%d}".formatted(article)).statusCode())
                .isEqualTo(201);
        assertThat(system.get(violations).body()).contains("Pasal 5");
    }

    private static HttpResponse<String> put(String path, String tag, String body)
            throws IOException, InterruptedException {
        return system.send(system.request(path).header("If-Match", tag).PUT(BodyPublishers.ofString(body)));
    }

    @Test
    void holidaysAreLoadedAndTakenAway() throws IOException, InterruptedException {
        assertThat(Running.json(system.get("/api/v1/holidays?year=2026")).path("items")).hasSize(17);
        assertThat(Running.json(system.get("/api/v1/holidays?year=2027")).path("items")).isEmpty();
        assertThat(Running.json(system.post("/api/v1/holidays",
                "{\"items\":[{\"day\":\"2027-01-01\",\"name\":\"Tahun Baru\",\"source\":\"SKB\"}]}")).path("items"))
                .hasSize(1);
        assertThat(system.post("/api/v1/holidays", "{\"items\":[{\"day\":\"1 Januari\"}]}").body())
                .contains("items[0].day", "items[0].name", "items[0].source");
        assertThat(system.send(system.request("/api/v1/holidays/2027-01-01").DELETE()).statusCode()).isEqualTo(204);
        assertThat(system.send(system.request("/api/v1/holidays/2027-01-01").DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void countsAddUpToAllThatAreNoDuplicates() throws IOException, InterruptedException {
        long kept = reported(STALL).path("id").asLong();
        JsonNode duplicate = reported(STALL);
        assertThat(system.patch(INCIDENTS + "/" + duplicate.path("id"), "\"1\"",
                "{\"state\":\"DUPLIKAT\",\"duplicate_of\":%d,\"note\":\"sama\"}".formatted(kept)).statusCode())
                .isEqualTo(200);
        system.patch(INCIDENTS + "/" + kept, "\"2\"", "{\"state\":\"DIVERIFIKASI\"}");
        long all = system.database().row("SELECT count(*) AS n FROM command.incident WHERE state <> 'DUPLIKAT'")
                .orElseThrow().path("n").longValue();
        for (String by : List.of("", "?by=kecamatan,category,state", "?by=kelurahan", "?by=day,source,priority",
                "?by=month")) {
            JsonNode figures = Running.json(system.get("/api/v1/incident-statistics" + by));
            assertThat(figures.path("count").asLong()).as(by).isEqualTo(all);
        }
        assertThat(Running.json(system.get("/api/v1/incident-statistics")).at("/items/0/queue_s")).hasSize(3);
        assertThat(system.get("/api/v1/incident-statistics?by=moon").statusCode()).isEqualTo(400);
    }

    @Test
    void escalationsAreListedAndAnswered() throws IOException, InterruptedException {
        long id = reported(STALL.replace("P3", "P2")).path("id").asLong();
        system.database().execute(
                """
                UPDATE command.incident_clock SET due_at = now() WHERE incident_id = ? AND clock = 'QUEUE'""",
                id);
        String open = "/api/v1/escalations?acknowledged=false";
        Eventually.until("swept", () -> system.database().rows("SELECT 1 FROM command.escalation WHERE incident_id = ?",
                id).size() == 1);
        assertThat(system.get(open).body()).contains("P2-QUEUE", "KORLAP");
        assertThat(Running.json(system.get(INCIDENTS + "?overdue=true")).path("items"))
                .extracting(each -> each.path("id").asLong()).contains(id);
        assertThat(Running.json(system.post(INCIDENTS + "/" + id + "/acknowledgement", "{}")).path("acknowledged")
                .asInt()).isEqualTo(1);
        assertThat(Running.json(system.get(open)).path("items"))
                .noneMatch(each -> each.path("incident_id").asLong() == id);
        Eventually.until("counted", () -> metrics().contains("siaga_overdue_incidents{priority=\"P2\"} 1"));
        assertThat(metrics()).contains("siaga_escalations_total{step=\"P2-QUEUE\"}");
    }

    private static String metrics() {
        try {
            return system.send(system.anonymous("/metrics")).body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
