package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sending units: who may be sent, who wins, what moves along. */
class DispatchTest {
    private static Running system;
    private static Patrols patrols;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        patrols = new Patrols(system);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static String entries(long incident) throws Exception {
        return patrols.seen("/incidents/" + incident + "/timeline").path("items").findValuesAsText("text").toString();
    }

    @Test
    void aUnitIsSentAndItsCrewTakesTheIncidentAlong() throws Exception {
        long unit = patrols.unit("URC-1", null, null);
        String officer = patrols.onShift(unit);
        long incident = patrols.incident("P2", "DIVERIFIKASI", null);
        long assignment = patrols.assigned(incident, unit);
        assertThat(patrols.incidentState(incident)).isEqualTo("DITUGASKAN");
        assertThat(patrols.stateOf(unit)).isEqualTo("DITUGASKAN");
        JsonNode mine = Running.json(patrols.as(officer, "GET", "/assignments/mine", "")).path("items");
        assertThat(mine.findValuesAsText("id")).containsExactly(String.valueOf(assignment));
        for (String[] step : new String[][]{{"ACCEPTED", "DITUGASKAN", "DITUGASKAN"},
                {"EN_ROUTE", "MENUJU", "MENUJU_LOKASI"}, {"ON_SCENE", "DI_LOKASI", "DI_LOKASI"},
                {"CLEARED", "SIAGA", "DI_LOKASI"}}) {
            HttpResponse<String> reply = patrols.as(officer, "POST", "/assignments/" + assignment + "/progress",
                    "{\"step\":\"%s\",\"note\":\"ok\"}".formatted(step[0]));
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            assertThat(patrols.stateOf(unit)).as(step[0]).isEqualTo(step[1]);
            assertThat(patrols.incidentState(incident)).as(step[0]).isEqualTo(step[2]);
        }
        assertThat(entries(incident)).contains("URC-1 ditugaskan", "URC-1: menuju lokasi (ok)",
                "URC-1: di lokasi (ok)");
        assertThat(patrols.seen("/units/" + unit + "/history").path("items").findValuesAsText("state"))
                .startsWith("SIAGA", "DI_LOKASI", "MENUJU", "DITUGASKAN", "SIAGA");
        assertThat(patrols.as(officer, "POST", "/assignments/" + assignment + "/progress", "{\"step\":\"EN_ROUTE\"}")
                .statusCode()).isEqualTo(409);
    }

    @Test
    void anotherOfficersAssignmentIsNotThere() throws Exception {
        long unit = patrols.unit("URC-2", null, null);
        patrols.onShift(unit);
        String stranger = patrols.officer();
        long assignment = patrols.assigned(patrols.incident("P3", "DIVERIFIKASI", null), unit);
        assertThat(patrols.as(stranger, "POST", "/assignments/" + assignment + "/progress", "{\"step\":\"ACCEPTED\"}")
                .statusCode()).isEqualTo(404);
        assertThat(patrols.as(stranger, "POST", "/assignments/" + assignment + "/check-ins", "{}").statusCode())
                .isEqualTo(404);
        assertThat(Running.json(patrols.as(stranger, "GET", "/assignments/mine", "")).path("items")).isEmpty();
        assertThat(patrols.as(stranger, "POST", "/units/" + unit + "/positions",
                "{\"positions\":[{\"observed_at\":\"2026-11-21T03:00:00Z\",\"lat\":-6.3,\"lng\":107,\"accuracy_m\":5}]}")
                .statusCode()).isEqualTo(404);
        HttpResponse<String> desk = patrols.as(system.session(Role.OPERATOR), "POST", "/units/" + unit + "/positions",
                "{\"positions\":[{\"observed_at\":\"2026-11-21T03:00:00Z\",\"lat\":-6.3,\"lng\":107,\"accuracy_m\":5}]}");
        assertThat(desk.statusCode()).as("sees the unit").isEqualTo(403);
        assertThat(desk.body()).contains("on shift");
    }

    @Test
    void ofManyDispatchersWhoWantTheSameUnitOneGetsIt() throws Exception {
        long unit = patrols.unit("URC-3", null, null);
        patrols.onShift(unit);
        List<Callable<Integer>> orders = java.util.stream.IntStream.range(0, 8)
                .<Callable<Integer>>mapToObj(i -> {
                    long incident = patrols.incident("P2", "DIVERIFIKASI", null);
                    return () -> patrols.assign(incident, "", unit).statusCode();
                }).toList();
        try (ExecutorService desk = Executors.newFixedThreadPool(8)) {
            List<Integer> codes = desk.invokeAll(orders).stream().map(Future::resultNow).sorted().toList();
            assertThat(codes).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
        }
        assertThat(system.database().rows(
                "SELECT 1 AS one FROM command.assignment WHERE unit_id = ? AND cleared_at IS NULL", unit)).hasSize(1);
    }

    @Test
    void aRepeatedOrderIsTheSameOrder() throws Exception {
        long unit = patrols.unit("URC-4", null, null);
        patrols.onShift(unit);
        long incident = patrols.incident("P2", "DIVERIFIKASI", null);
        String[] bodies = new String[2];
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> reply = system.send(system.request("/api/v1/incidents/" + incident + "/assignments")
                    .header("Idempotency-Key", "order-urc-4")
                    .POST(BodyPublishers.ofString("{\"unit_ids\":[%d]}".formatted(unit))));
            assertThat(reply.statusCode()).isEqualTo(201);
            bodies[i] = reply.body();
        }
        assertThat(Running.json(patrols.assign(incident, "", unit)).path("type").asText())
                .isEqualTo("/problems/unit-busy");
        assertThat(bodies[1]).isEqualTo(bodies[0]);
        HttpResponse<String> elsewhere = system.send(system
                .request("/api/v1/incidents/" + patrols.incident("P2", "DIVERIFIKASI", null) + "/assignments")
                .header("Idempotency-Key", "order-urc-4")
                .POST(BodyPublishers.ofString("{\"unit_ids\":[%d]}".formatted(unit))));
        assertThat(elsewhere.statusCode()).as("the same order for another incident").isEqualTo(422);
    }

    @Test
    void whoIsOnTheWayToADuplicateIsOnTheWayToWhatTakesOver() throws Exception {
        long unit = patrols.unit("URC-MERGE", null, null);
        String officer = patrols.onShift(unit);
        long duplicate = patrols.incident("P1", "DIVERIFIKASI", null);
        long kept = patrols.incident("P2", "BARU", null);
        long assignment = patrols.assigned(duplicate, unit);
        HttpResponse<String> merged = system.send(system.request("/api/v1/incidents/" + duplicate)
                .header("If-Match",
                        system.get("/api/v1/incidents/" + duplicate).headers().firstValue("ETag").orElseThrow())
                .method("PATCH", BodyPublishers.ofString(
                        "{\"state\":\"DUPLIKAT\",\"duplicate_of\":%d,\"note\":\"sama\"}".formatted(kept))));
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
        JsonNode incident = patrols.seen("/incidents/" + kept);
        assertThat(List.of(incident.path("state").asText(), incident.path("priority").asText()))
                .containsExactly("DITUGASKAN", "P1");
        assertThat(patrols.seen("/incidents/" + kept + "/assignments").path("items").findValuesAsText("id"))
                .containsExactly(String.valueOf(assignment));
        assertThat(patrols.as(officer, "POST", "/assignments/" + assignment + "/progress", "{\"step\":\"EN_ROUTE\"}")
                .statusCode()).isEqualTo(200);
        assertThat(patrols.incidentState(kept)).isEqualTo("MENUJU_LOKASI");
        assertThat(patrols.incidentState(duplicate)).isEqualTo("DUPLIKAT");
    }

    @Test
    void moreUrgentWorkTakesAUnitOffLessUrgentWorkAndBothSaySo() throws Exception {
        long unit = patrols.unit("URC-5", null, null);
        patrols.onShift(unit);
        long plain = patrols.incident("P3", "DIVERIFIKASI", null);
        long urgent = patrols.incident("P1", "DIVERIFIKASI", null);
        patrols.assigned(plain, unit);
        assertThat(patrols.assign(urgent, "", unit).statusCode()).isEqualTo(409);
        assertThat(patrols.assign(urgent, ",\"preempt_reason\":\"nyawa\"", unit).statusCode()).isEqualTo(201);
        assertThat(entries(plain)).contains("URC-5 dilepas", "nyawa", "tanpa satuan");
        assertThat(patrols.assign(plain, ",\"preempt_reason\":\"tidak boleh\"", unit).statusCode()).isEqualTo(409);
        JsonNode open = patrols.seen("/incidents/" + urgent + "/assignments").path("items");
        assertThat(open).hasSize(1);
        patrols.done("/assignments/" + open.at("/0/id") + "/release", "{\"reason\":\"batal\"}");
        assertThat(patrols.stateOf(unit)).isEqualTo("SIAGA");
    }

    @Test
    void whoIsUnreadyOrUnverifiedIsSentOnlyForAReason() throws Exception {
        long idle = patrols.unit("URC-6", null, null);
        long incident = patrols.incident("P2", "BARU", null);
        assertThat(patrols.assign(incident, "", idle).body()).contains("/problems/not-verified");
        long verified = patrols.incident("P2", "DIVERIFIKASI", null);
        assertThat(patrols.assign(verified, "", idle).body()).contains("/problems/unit-unfit", "off duty", "no crew");
        assertThat(patrols.incidentState(verified)).isEqualTo("DIVERIFIKASI");
        assertThat(patrols.assign(incident, ",\"override_reason\":\"warga hanyut\"", idle).statusCode()).isEqualTo(201);
        assertThat(patrols.incidentState(incident)).isEqualTo("DITUGASKAN");
        assertThat(entries(incident)).contains("sebelum verifikasi: warga hanyut", "walau di luar dinas");
        assertThat(patrols.assign(patrols.incident("P1", "SELESAI", null), "", idle).body())
                .contains("/problems/incident-closed");
        assertThat(patrols.assign(verified, "", idle, 999_999).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyASharedUnitGoesToAnotherKecamatanAndWhereItIsStaysUnsaid() throws Exception {
        patrols.tracker("gps-7");
        long unit = patrols.unit("URC-7", "32.75.02", "gps-7");
        patrols.onShift(unit);
        patrols.seen("gps-7", Instant.now(), 0, 0);
        long incident = patrols.incident("P2", "DIVERIFIKASI", "32.75.01");
        String desk = system.session(Role.OPERATOR, "32.75.01");
        String order = "{\"unit_ids\":[%d]}".formatted(unit);
        assertThat(patrols.as(desk, "GET", "/units/" + unit, "").statusCode()).isEqualTo(404);
        assertThat(patrols.as(desk, "POST", "/incidents/" + incident + "/assignments", order).statusCode())
                .isEqualTo(404);
        HttpResponse<String> shared = system.patch("/api/v1/units/" + unit, "\"1\"", "{\"shared\":true}");
        assertThat(shared.statusCode()).as(shared.body()).isEqualTo(200);
        JsonNode told = Running.json(patrols.as(desk, "GET", "/incidents/" + incident + "/recommendation", ""));
        JsonNode verdict = told.path("units").findParent("call_sign");
        assertThat(verdict.path("call_sign").asText()).isEqualTo("URC-7");
        assertThat(verdict.path("fit").asBoolean()).as(verdict.toString()).isTrue();
        assertThat(verdict.path("distance_m").intValue()).isBetween(2_200, 2_250);
        assertThat(verdict.has("position")).isFalse();
        assertThat(verdict.path("against").toString()).contains("other kecamatan");
        assertThat(patrols.seen("/incidents/" + incident + "/recommendation").toString()).contains("\"position\"");
        assertThat(patrols.as(desk, "POST", "/incidents/" + incident + "/assignments", order).statusCode())
                .isEqualTo(201);
        long elsewhere = patrols.incident("P2", "DIVERIFIKASI", "32.75.03");
        assertThat(patrols.as(desk, "GET", "/incidents/" + elsewhere + "/recommendation", "").statusCode())
                .isEqualTo(404);
        assertThat(Running.json(patrols.as(desk, "GET", "/unit-positions", "")).path("items")).isEmpty();
    }

    @Test
    void whoAnIncidentIsSharedWithDirectsHisUnitThereAndDoesNotShareItOn() throws Exception {
        long unit = patrols.unit("URC-S", "32.75.10", null);
        patrols.onShift(unit);
        long incident = patrols.incident("P2", "DIVERIFIKASI", "32.75.09");
        String home = system.session(Role.KORLAP, "32.75.09");
        String helper = system.session(Role.KORLAP, "32.75.10");
        assertThat(shared(home, incident, "POST", "", "32.75.10").statusCode()).isEqualTo(200);
        HttpResponse<String> sent = patrols.as(helper, "POST", "/incidents/" + incident + "/assignments",
                "{\"unit_ids\":[%d]}".formatted(unit));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
        String path = "/assignments/" + Running.json(sent).at("/items/0/id");
        assertThat(shared(helper, incident, "POST", "", "32.75.01").statusCode()).as("share on").isEqualTo(403);
        assertThat(shared(helper, incident, "DELETE", "/32.75.10", "").statusCode()).isEqualTo(403);
        HttpResponse<String> still = shared(home, incident, "DELETE", "/32.75.10", "");
        assertThat(still.statusCode()).isEqualTo(409);
        assertThat(still.body()).contains("URC-S");
        assertThat(patrols.as(helper, "POST", path + "/notes", "{\"note\":\"bantuan\"}").statusCode()).isEqualTo(201);
        assertThat(patrols.as(helper, "POST", path + "/progress", "{\"step\":\"EN_ROUTE\"}").statusCode())
                .isEqualTo(200);
        assertThat(patrols.as(system.session(Role.KORLAP, "32.75.02"), "POST", path + "/release",
                "{\"reason\":\"x\"}").statusCode()).as("of neither").isEqualTo(404);
        assertThat(patrols.as(helper, "POST", path + "/release", "{\"reason\":\"selesai\"}").statusCode())
                .isEqualTo(200);
        assertThat(shared(home, incident, "DELETE", "/32.75.10", "").statusCode()).isEqualTo(200);
        assertThat(patrols.as(helper, "GET", "/incidents/" + incident, "").statusCode()).isEqualTo(404);
    }

    /** A unit lent to another kecamatan can be called back by its own. */
    @Test
    void whoseUnitItIsSeesAndReleasesIt() throws Exception {
        long unit = patrols.unit("URC-L", "32.75.11", null);
        patrols.onShift(unit);
        long assignment = patrols.assigned(patrols.incident("P2", "DIVERIFIKASI", "32.75.12"), unit);
        String owner = system.session(Role.KORLAP, "32.75.11");
        assertThat(Running.json(patrols.as(owner, "GET", "/assignments?open=true", "")).path("items")
                .findValuesAsText("id")).contains(String.valueOf(assignment));
        assertThat(patrols.as(owner, "POST", "/assignments/" + assignment + "/release", "{\"reason\":\"ban\"}")
                .statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> shared(String token, long incident, String method, String where, String with)
            throws Exception {
        String tag = patrols.as(token, "GET", "/incidents/" + incident, "").headers().firstValue("ETag")
                .orElseThrow();
        return system.send(system.anonymous("/api/v1/incidents/" + incident + "/shares" + where)
                .header("Authorization", "Bearer " + token).header("If-Match", tag)
                .method(method, with.isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers
                                .ofString("{\"kecamatan_code\":\"%s\",\"reason\":\"bantuan\"}".formatted(with))));
    }

    @Test
    void theThreeNearestAreProposedForAPanicAndNotTheOneThatCalls() throws Exception {
        for (int i = 0; i < 5; i++) {
            patrols.tracker("gps-panik-" + i);
            long unit = patrols.unit("PANIK-" + i, "32.75.09", "gps-panik-" + i);
            patrols.onShift(unit);
            patrols.seen("gps-panik-" + i, Instant.now(), 2_000 - 300 * i, 0);
        }
        long alert = system.city.alert("GPS-PANIC", "gps-panik-0", "panic/gps-panik-0",
                City.Decision.opened("PANIC", "P1"));
        system.city.notifyInbox();
        Eventually.until("the incident", () -> !system.database()
                .rows("SELECT 1 AS one FROM command.incident_alert WHERE alert_id = ?", alert).isEmpty());
        long incident = system.database().row("SELECT incident_id FROM command.incident_alert WHERE alert_id = ?",
                alert).orElseThrow().path("incident_id").longValue();
        system.database().execute("""
                                  UPDATE command.incident SET latitude = -6.28, longitude = 107, category = 'TKP',
                                      kecamatan_code = '32.75.09' WHERE incident_id = ?""", incident);
        String desk = system.session(Role.OPERATOR, "32.75.09");
        JsonNode told = Running.json(patrols.as(desk, "GET", "/incidents/" + incident + "/recommendation", ""));
        List<String> names = told.path("units").findValuesAsText("call_sign");
        assertThat(names.stream().filter(name -> name.startsWith("PANIK")).toList()).containsExactly("PANIK-1",
                "PANIK-2", "PANIK-3", "PANIK-4", "PANIK-0");
        assertThat(told.path("proposed")).hasSize(3);
        assertThat(told.toString()).contains("it is the one calling");
    }

    @Test
    void peopleAndUnitsAreOnOneShiftAtATimeAndRestBetween() throws Exception {
        long unit = patrols.unit("URC-8", null, null);
        long other = patrols.unit("URC-9", null, null);
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        patrols.shift(unit, from, Duration.ofHours(8));
        long crew = system.database().row("SELECT max(crew_id) AS id FROM command.crew").orElseThrow().path("id")
                .longValue();
        assertThat(shift(crew, other, from.plusSeconds(3_600), ",\"short_rest_reason\":\"x\"").body())
                .contains("/problems/shift-overlap");
        assertThat(shift(crew, other, from.plusSeconds(10 * 3_600), "").body()).contains("/problems/short-rest");
        assertThat(shift(crew, other, from.plusSeconds(10 * 3_600), ",\"short_rest_reason\":\"banjir\"").statusCode())
                .isEqualTo(201);
        assertThat(shift(crew, other, from.plusSeconds(40 * 3_600), "").statusCode()).isEqualTo(201);
        assertThat(patrols.as(system.token(), "POST", "/shifts",
                "{\"crew_id\":%d,\"unit_id\":%d,\"starts_at\":\"2030-02-01T07:00:00\",\"ends_at\":\"2030-02-01T15:00:00\"}"
                        .formatted(crew, unit))
                .body()).contains("2030-02-01T00:00:00Z");
        assertThat(patrols.as(system.token(), "POST", "/crews",
                "{\"name\":\"Bukan petugas\",\"members\":[{\"user\":\"admin\",\"lead\":true}]}").body())
                .contains("not appointed");
        assertThat(system.post("/api/v1/units", "{\"call_sign\":\"URC-10\",\"kind\":\"URC\",\"device_id\":\"x\"}")
                .body()).contains("not an active GPS tracker");
        assertThat(system.post("/api/v1/units", "{\"call_sign\":\"URC-9\",\"kind\":\"URC\"}").statusCode())
                .isEqualTo(409);
        assertThat(system.patch("/api/v1/units/" + unit, "\"7\"", "{\"shared\":true}").statusCode()).isEqualTo(412);
    }

    private static HttpResponse<String> shift(long crew, long unit, Instant from, String more) throws Exception {
        return system.post("/api/v1/shifts", "{\"crew_id\":%d,\"unit_id\":%d,\"starts_at\":\"%s\",\"ends_at\":\"%s\"%s}"
                .formatted(crew, unit, from, from.plusSeconds(8 * 3_600), more));
    }

    @Test
    void whenTheWorkIsOverItsUnitsAreFreeAgain() throws Exception {
        long unit = patrols.unit("URC-11", null, null);
        patrols.onShift(unit);
        long incident = patrols.incident("P3", "DIVERIFIKASI", null);
        patrols.assigned(incident, unit);
        system.database().execute("UPDATE command.incident SET state = 'DIBATALKAN' WHERE incident_id = ?", incident);
        Eventually.until("free", () -> patrols.stateOf(unit).equals("SIAGA"));
        assertThat(system.send(system.anonymous("/metrics")).body()).contains("siaga_units{state=\"SIAGA\"}",
                "siaga_assignments_total", "siaga_missed_check_ins_total");
    }
}
