package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One device on record, over HTTP on a real database. */
class DeviceDocumentTest {
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

    private static String path(String id) {
        return "/api/v1/devices/" + id;
    }

    private static void register(String id, String more) throws IOException, InterruptedException {
        HttpResponse<String> made = system.post("/api/v1/devices",
                "{\"device_id\":\"" + id + "\",\"kind\":\"flood\"" + more + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private static String tag(String id) throws IOException, InterruptedException {
        return system.get(path(id)).headers().firstValue("ETag").orElseThrow();
    }

    private static HttpResponse<String> patch(String id, String body) throws IOException, InterruptedException {
        return system.patch(path(id), tag(id), body);
    }

    private static List<String> fields(HttpResponse<String> refused) throws IOException {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        return Running.json(refused).path("errors").findValuesAsText("field");
    }

    @Test
    void noDeviceIsItsOwnParent() throws Exception {
        register("self-1", "");
        for (String relation : List.of("power_parent", "uplink_parent", "switch_parent")) {
            assertThat(fields(patch("self-1", "{\"" + relation + "\":\"self-1\"}"))).containsExactly(relation);
        }
        HttpResponse<String> made = system.post("/api/v1/devices",
                "{\"device_id\":\"self-2\",\"kind\":\"switch\",\"uplink_parent\":\"self-2\"}");
        assertThat(fields(made)).containsExactly("uplink_parent");
        HttpResponse<String> sheet = system.send(system.request("/api/v1/device-imports").POST(
                BodyPublishers.ofString("device_id,kind,uplink_parent\nself-3,switch,self-3\n")));
        assertThat(sheet.statusCode()).isEqualTo(400);
        assertThat(Running.json(sheet).path("errors").get(0).path("row").asInt()).isEqualTo(2);
        assertThat(Running.json(sheet).path("errors").get(0).path("column").asText()).isEqualTo("uplink_parent");
        assertThat(sheet.body()).contains("cycle");
    }

    @Test
    void aPatchChangesWhatItNamesAndNullTakesAway() throws Exception {
        register("doc-1", ",\"owner\":\"Diskominfo\",\"firmware\":\"1.0\",\"lat\":-6.3,\"lng\":106.97");
        HttpResponse<String> changed = patch("doc-1",
                "{\"firmware\":\"1.1\",\"owner\":null,\"contract_until\":\"2027-12-31\",\"class\":\"HARDWARE\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonNode registry = Running.json(changed).path("registry");
        assertThat(registry.path("firmware").asText()).isEqualTo("1.1");
        assertThat(registry.has("owner")).isFalse();
        assertThat(registry.path("contract_until").asText()).isEqualTo("2027-12-31");
        assertThat(registry.path("lat").asDouble()).isEqualTo(-6.3);
        assertThat(Running.json(changed).path("kelurahan").asText()).isEqualTo("Jatirasa");
        assertThat(fields(patch("doc-1", "{\"class\":\"BOAT\",\"contract_until\":\"besok\",\"secret\":\"x\"}")))
                .containsExactlyInAnyOrder("class", "contract_until", "secret");
    }

    @Test
    void theWayOfCommandsIsSetWithoutSqlAndNoneTakesNone() throws Exception {
        register("way-1", "");
        assertThat(Running.json(system.get(path("way-1"))).path("downlink").asText()).isEqualTo("direct");
        assertThat(Running.json(switched("way-1", "{\"downlink\":\"broker\"}")).path("registry").path("downlink")
                .asText()).isEqualTo("broker");
        assertThat(system.post(path("way-1") + "/commands", "{\"command\":\"reboot\"}").statusCode()).isEqualTo(201);
        assertThat(switched("way-1", "{\"downlink\":\"none\"}").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = system.post(path("way-1") + "/commands", "{\"command\":\"reboot\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("no-downlink");
        assertThat(fields(switched("way-1", "{\"downlink\":\"merpati\"}"))).containsExactly("downlink");
        assertThat(Running.json(switched("way-1", "{\"downlink\":null}")).path("downlink").asText())
                .isEqualTo("direct");
        HttpResponse<String> sheet = system.send(system.request("/api/v1/device-imports").POST(
                BodyPublishers.ofString("device_id,kind,downlink,interval_s\nway-2,flood,none,600\n")));
        assertThat(sheet.statusCode()).as(sheet.body()).isEqualTo(200);
        JsonNode imported = Running.json(system.get(path("way-2"))).path("registry");
        assertThat(imported.path("downlink").asText()).isEqualTo("none");
        assertThat(imported.path("interval_s").asInt()).isEqualTo(600);
    }

    private static HttpResponse<String> switched(String id, String body) throws IOException, InterruptedException {
        return system.send(system.request(path(id)).method("PATCH", BodyPublishers.ofString(body)));
    }

    @Test
    void whatADeviceSaysOfItselfStandsBesideWhatIsRegisteredAndDesired() throws Exception {
        register("rep-1", ",\"firmware\":\"1.0\"");
        system.database()
                .execute("INSERT INTO telemetry.device_twin (device_id, desired, desired_version, reported) VALUES "
                        + "('rep-1', '{\"interval_s\": 60, \"mode\": \"eco\"}', 1, '{\"interval_s\": 60, \"firmware\": \"1.4\"}')");
        JsonNode device = Running.json(system.get(path("rep-1")));
        assertThat(device.path("registry").path("firmware").asText()).isEqualTo("1.0");
        assertThat(device.path("reported")).hasToString("{\"firmware\":\"1.4\",\"interval_s\":60}");
        JsonNode twin = Running.json(system.get(path("rep-1") + "/state"));
        assertThat(twin.path("differing")).hasToString("{\"mode\":\"eco\"}");
        assertThat(inventoried("rep-1").path("firmware").asText()).isEqualTo("1.4");
    }

    @Test
    void theInventorysUptimeIsTheAvailabilityOfTheMonth() throws Exception {
        for (String id : List.of("up-never", "up-down", "up-there", "up-unknown")) {
            register(id, "");
        }
        system.database().execute("""
                                  INSERT INTO telemetry.presence_change (device_id, state, since) VALUES
                                      ('up-down', 'offline', '2025-01-01Z'), ('up-there', 'online', '2025-01-01Z'),
                                      ('up-unknown', 'unknown', '2025-01-01Z')""");
        assertThat(inventoried("up-never").path("uptime_pct").isNull()).isTrue();
        String month = java.time.YearMonth.now(java.time.ZoneId.of("Asia/Jakarta")).toString();
        JsonNode told = Running.json(system.get("/api/v1/availability?by=device&month=" + month)).path("items");
        assertThat(told).filteredOn(each -> each.path("device_id").asText().startsWith("up-")).hasSize(4)
                .allSatisfy(each -> assertThat(
                        inventoried(each.path("device_id").asText()).path("uptime_pct").doubleValue())
                        .isCloseTo(each.path("available_pct").doubleValue(), Offset.offset(1e-9)));
        assertThat(inventoried("up-down").path("uptime_pct").doubleValue()).isZero();
        assertThat(inventoried("up-unknown").path("uptime_pct").doubleValue()).isCloseTo(100, Offset.offset(1e-9));
    }

    private static JsonNode inventoried(String id) throws IOException, InterruptedException {
        for (JsonNode each : Running.json(system.get("/api/v1/inventory")).path("items")) {
            if (each.path("device_id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("no " + id);
    }

    @Test
    void whatWasReadCanBePutBack() throws Exception {
        register("doc-2", ",\"name\":\"AWLR\",\"post\":\"P2C\",\"interval_s\":60");
        JsonNode before = Running.json(system.get(path("doc-2"))).path("registry");
        HttpResponse<String> put = system.send(system.request(path("doc-2")).header("If-Match", tag("doc-2"))
                .PUT(BodyPublishers.ofString(before.toString())));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(Running.json(put).path("registry")).isEqualTo(before);
        HttpResponse<String> less = system.send(system.request(path("doc-2")).header("If-Match", tag("doc-2"))
                .PUT(BodyPublishers.ofString("{\"kind\":\"flood\"}")));
        assertThat(Running.json(less).path("registry").has("post")).isFalse();
    }

    @Test
    void aPutMakesANewDeviceOnceAndNeverOverwritesUnseen() throws Exception {
        HttpResponse<String> made = system
                .send(system.request(path("doc-3")).PUT(BodyPublishers.ofString("{\"kind\":\"cctv\"}")));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(Running.json(made).path("secret").asText()).isNotEmpty();
        assertThat(system.send(system.request(path("doc-3")).PUT(BodyPublishers.ofString("{\"kind\":\"cctv\"}")))
                .statusCode()).isEqualTo(428);
        assertThat(system.patch(path("doc-3"), "\"999\"", "{\"name\":\"x\"}").statusCode()).isEqualTo(412);
        assertThat(Running.json(system.get(path("doc-3"))).path("name").asText()).isEqualTo("doc-3");
    }

    @Test
    void ofTwoWhoSawTheSameOneWins() throws Exception {
        register("doc-4", "");
        String seen = tag("doc-4");
        Callable<Integer> change = () -> system.patch(path("doc-4"), seen, "{\"name\":\"saya\"}").statusCode();
        try (ExecutorService both = Executors.newFixedThreadPool(8)) {
            List<Integer> codes = both.invokeAll(java.util.Collections.nCopies(8, change)).stream()
                    .map(done -> done.resultNow()).sorted().toList();
            assertThat(codes).containsExactly(200, 412, 412, 412, 412, 412, 412, 412);
        }
    }

    @Test
    void aCycleIsRefusedByName() throws Exception {
        register("sw-1", "");
        register("sw-2", ",\"uplink_parent\":\"sw-1\"");
        register("sw-3", ",\"uplink_parent\":\"sw-2\",\"power_parent\":\"sw-1\"");
        HttpResponse<String> refused = patch("sw-1", "{\"uplink_parent\":\"sw-3\"}");
        assertThat(fields(refused)).containsExactly("uplink_parent");
        assertThat(Running.json(refused).path("errors").get(0).path("reason").asText()).contains("sw-1", "sw-2",
                "sw-3");
        assertThat(patch("sw-1", "{\"switch_parent\":\"sw-3\"}").statusCode()).as("another relation").isEqualTo(200);
        assertThat(fields(patch("sw-1", "{\"uplink_parent\":\"nobody\"}"))).containsExactly("uplink_parent");
        JsonNode tree = Running.json(system.get(path("sw-2") + "/topology?relation=uplink"));
        assertThat(tree.path("above").findValuesAsText("device_id")).containsExactly("sw-1");
        assertThat(tree.path("below").findValuesAsText("device_id")).containsExactly("sw-3");
        assertThat(Running.json(system.get("/api/v1/devices?parent=sw-1")).path("items").findValuesAsText("device_id"))
                .containsExactly("sw-2", "sw-3");
    }

    @Test
    void twoHalvesOfACycleAtOnceDoNotMeet() throws Exception {
        for (int round = 0; round < 5; round++) {
            String a = "half-a" + round;
            String b = "half-b" + round;
            register(a, "");
            register(b, "");
            Callable<Integer> one = () -> patch(a, "{\"power_parent\":\"" + b + "\"}").statusCode();
            Callable<Integer> other = () -> patch(b, "{\"power_parent\":\"" + a + "\"}").statusCode();
            try (ExecutorService both = Executors.newFixedThreadPool(2)) {
                assertThat(both.invokeAll(List.of(one, other)).stream().map(done -> done.resultNow()).sorted().toList())
                        .containsExactly(200, 400);
            }
        }
    }

    @Test
    void aNameMeansOneDevice() throws Exception {
        register("gps-armada-07", ",\"aliases\":[\"356307042441013\"]");
        register("gps-armada-08", "");
        HttpResponse<String> added = put("gps-armada-07", "24-E1-24-13-6B-50-22-17");
        assertThat(Running.json(added).path("items").findValuesAsText("alias"))
                .containsExactly("24e124136b502217", "356307042441013");
        assertThat(put("gps-armada-08", "356307042441013").statusCode()).isEqualTo(409);
        assertThat(put("gps-armada-08", "gps-armada-07").statusCode()).isEqualTo(409);
        assertThat(put("gps-armada-08", "a%20b").statusCode()).isEqualTo(400);
        assertThat(system.post("/api/v1/devices", "{\"device_id\":\"356307042441013\",\"kind\":\"gps\"}").statusCode())
                .isEqualTo(400);
        assertThat(Running.json(system.get("/api/v1/devices?q=244101")).path("items").findValuesAsText("device_id"))
                .containsExactly("gps-armada-07");
        assertThat(Running.json(system.get("/api/v1/devices?q=24%25")).path("items")).isEmpty();
        assertThat(system.send(system.request(path("gps-armada-07") + "/aliases/356307042441013").DELETE())
                .statusCode()).isEqualTo(204);
        assertThat(put("gps-armada-08", "356307042441013").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> put(String id, String alias) throws IOException, InterruptedException {
        return system.send(system.request(path(id) + "/aliases/" + alias).PUT(BodyPublishers.noBody()));
    }

    @Test
    void mountingsKeepTheirHistory() throws Exception {
        register("awlr-9", ",\"mount_mm\":11000");
        Instant past = Instant.now().minus(30, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String calibrations = path("awlr-9") + "/calibrations";
        HttpResponse<String> added = system.post(calibrations,
                "{\"valid_from\":\"" + past + "\",\"mount_mm\":10900,\"reason\":\"ukur ulang\"}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(Running.json(system.get(path("awlr-9"))).path("mount_mm").asDouble()).isEqualTo(11_000);
        assertThat(patch("awlr-9", "{\"mount_mm\":11200}").statusCode()).isEqualTo(200);
        JsonNode history = Running.json(system.get(calibrations)).path("items");
        assertThat(history.findValuesAsText("mount_mm")).containsExactly("11200.0", "11000.0", "10900.0");
        assertThat(history.findValuesAsText("recorded_by")).containsOnly("admin");
        assertThat(history.get(2).path("reason").asText()).isEqualTo("ukur ulang");
        assertThat(fields(system.post(calibrations, "{\"valid_from\":\"2999-01-01T00:00:00Z\",\"mount_mm\":\"x\"}")))
                .containsExactlyInAnyOrder("valid_from", "mount_mm", "reason");
        assertThat(system.post(calibrations,
                "{\"valid_from\":\"" + past + "\",\"mount_mm\":1,\"reason\":\"lagi\"}").statusCode()).isEqualTo(409);
    }

    @Test
    void aRetiredDeviceStaysOnRecordWithTheReason() throws Exception {
        register("cam-old", "");
        assertThat(system.send(system.request(path("cam-old") + "?reason=hilang").DELETE()).statusCode())
                .isEqualTo(428);
        assertThat(system.send(system.request(path("cam-old")).header("If-Match", tag("cam-old")).DELETE())
                .statusCode()).isEqualTo(400);
        HttpResponse<String> retired = system.send(system.request(path("cam-old") + "?reason=hilang%20dicuri")
                .header("If-Match", tag("cam-old")).DELETE());
        assertThat(Running.json(retired).path("status").asText()).isEqualTo("retired");
        JsonNode row = system.database().row(
                "SELECT retired_reason, secret_sha256 FROM telemetry.device WHERE device_id = 'cam-old'").orElseThrow();
        assertThat(row.path("retired_reason").asText()).isEqualTo("hilang dicuri");
        assertThat(row.path("secret_sha256").isNull()).isTrue();
    }

    @Test
    void whatIsDesiredHasAVersionOfItsOwn() throws Exception {
        register("twin-1", "");
        String state = path("twin-1") + "/state";
        assertThat(system.send(system.request(state).method("PATCH", BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(428);
        HttpResponse<String> first = system.patch(state, "\"0\"", "{\"interval_s\":60,\"leds\":{\"red\":true}}");
        assertThat(first.headers().firstValue("ETag")).contains("\"1\"");
        HttpResponse<String> second = system.patch(state, "\"1\"", "{\"leds\":{\"green\":true},\"interval_s\":null}");
        assertThat(Running.json(second).path("desired")).hasToString("{\"leds\":{\"red\":true,\"green\":true}}");
        assertThat(system.patch(state, "\"1\"", "{\"a\":1}").statusCode()).isEqualTo(412);
    }
}
