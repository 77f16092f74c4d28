package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands, availability and maintenance over the API, on a real database. */
class CommandsAndAvailabilityTest {
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

    @Test
    void aCommandIsQueuedOnceForItsKeyAndListed() throws IOException, InterruptedException {
        system.city.device("fl-1", "P2C");
        String path = "/api/v1/devices/fl-1/commands";
        String body = "{\"command\":\"interval\",\"interval_s\":60,\"expires_s\":600}";
        HttpResponse<String> asked = system.send(keyed(path, body));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
        JsonNode command = Running.json(asked);
        assertThat(command.path("state").asText()).isEqualTo("queued");
        assertThat(command.path("arguments")).hasToString("{\"interval_s\":60}");
        assertThat(command.path("asked_by").asText()).isEqualTo("admin");
        assertThat(Running.json(system.send(keyed(path, body)))).isEqualTo(command);
        assertThat(Running.json(system.get(path)).path("items")).containsExactly(command);
    }

    @Test
    void whatCannotBeAskedIsRefusedByField() throws IOException, InterruptedException {
        system.city.device("fl-2", "P2C");
        String path = "/api/v1/devices/fl-2/commands";
        assertThat(system.post(path, "{\"command\":\"explode\"}").body()).contains("\"command\"", "interval, reboot");
        assertThat(system.post(path, "{\"command\":\"interval\",\"interval_s\":1}").body())
                .contains("\"interval_s\"", "5 sampai 86400");
        assertThat(system.post(path, "{\"command\":\"reboot\",\"interval_s\":60,\"expires_s\":0}").body())
                .contains("\"interval_s\"", "\"expires_s\"");
        assertThat(system.post("/api/v1/devices/nobody/commands", "{\"command\":\"reboot\"}").statusCode())
                .isEqualTo(404);
        for (int i = 0; i < 20; i++) {
            assertThat(system.post(path, "{\"command\":\"reboot\"}").statusCode()).isEqualTo(201);
        }
        assertThat(system.post(path, "{\"command\":\"reboot\"}").statusCode()).isEqualTo(409);
    }

    @Test
    void aMonthIsToldByDeviceAndOwnerWithAgreedMaintenance() throws IOException, InterruptedException {
        system.database().execute(
                """
                INSERT INTO telemetry.device (device_id, kind, name, status, owner)
                VALUES ('cam-1', 'cctv', 'x', 'active', 'Dishub'), ('cam-2', 'cctv', 'x', 'active', 'Dishub')""");
        // October has 31 days in Jakarta. cam-1: 3.1 days down; cam-2: 3.1 days unknown because of its parent.
        system.database().execute(
                """
                INSERT INTO telemetry.presence_change (device_id, state, since) VALUES
                    ('cam-1', 'online', '2026-09-01Z'), ('cam-1', 'offline', '2026-10-09T17:00:00Z'),
                    ('cam-1', 'online', '2026-10-12T19:24:00Z'), ('cam-2', 'online', '2026-09-01Z'),
                    ('cam-2', 'unknown', '2026-10-09T17:00:00Z'), ('cam-2', 'online', '2026-10-12T19:24:00Z')""");
        JsonNode first = device("cam-1");
        assertThat(first.path("available_pct").asDouble()).isEqualTo(90.0);
        assertThat(first.path("on_target").asBoolean(true)).isFalse();
        assertThat(device("cam-2").path("available_pct").asDouble()).isEqualTo(100.0);
        assertThat(device("cam-2").path("available_unknown_down_pct").asDouble()).isEqualTo(90.0);

        HttpResponse<String> agreed = system.post("/api/v1/maintenance-windows",
                """
                {"reason":"SPK 12","device_ids":["cam-1"],
                 "from":"2026-10-09T17:00:00Z","to":"2026-10-12T19:24:00Z"}""");
        assertThat(agreed.statusCode()).as(agreed.body()).isEqualTo(201);
        assertThat(device("cam-1").path("available_pct").asDouble()).isEqualTo(100.0);
        JsonNode owner = Running.json(system.get("/api/v1/availability?by=owner&month=2026-10")).path("items").get(0);
        assertThat(owner.path("owner").asText()).isEqualTo("Dishub");
        assertThat(owner.path("devices_on_target").asInt()).isEqualTo(2);
        assertThat(system.get("/api/v1/availability?by=kelurahan&month=2026-10&format=csv").body())
                .startsWith("kelurahan,devices,").contains("\r\n,2,2,0,");

        String path = "/api/v1/maintenance-windows/" + Running.json(agreed).path("id").asText();
        assertThat(Running.json(system.send(system.request(path).DELETE())).path("cancelled_by").asText())
                .isEqualTo("admin");
        assertThat(device("cam-1").path("available_pct").asDouble()).isEqualTo(90.0);
        assertThat(system.get("/api/v1/availability?month=Oktober").body()).contains("\"month\"");
    }

    private static JsonNode lasting(String id, String owner) throws IOException, InterruptedException {
        system.database().execute(
                """
                INSERT INTO telemetry.device (device_id, kind, name, status, owner, kelurahan)
                VALUES (?, 'wifi', 'x', 'active', ?, 'Jatirasa')""", id, owner);
        system.database().execute(
                "INSERT INTO telemetry.presence_change (device_id, state, since) VALUES (?, 'online', '2026-09-01Z')",
                id);
        return device(id);
    }

    @Test
    void aMonthThatIsOverStaysAsItWas() throws IOException, InterruptedException {
        JsonNode before = lasting("wifi-old", "Kominfo");
        system.send(system.request("/api/v1/devices/wifi-old?reason=rusak")
                .header("If-Match", system.get("/api/v1/devices/wifi-old").headers().firstValue("ETag").orElseThrow())
                .DELETE());
        assertThat(Running.json(system.get("/api/v1/devices/wifi-old")).path("status").asText()).isEqualTo("retired");
        assertThat(device("wifi-old")).isEqualTo(before);
        JsonNode given = lasting("wifi-given", "Kominfo");
        system.database().execute("UPDATE telemetry.device SET owner = 'BPBD', kelurahan = 'X' WHERE device_id = ?",
                "wifi-given");
        assertThat(device("wifi-given")).isEqualTo(given);
    }

    @Test
    void aDeviceCountsUntilItIsRetired() throws IOException, InterruptedException {
        lasting("wifi-ten", "Kominfo");
        system.database().execute(
                "UPDATE telemetry.device SET status = 'retired', retired_at = now() WHERE device_id = 'wifi-ten'");
        system.database().execute("""
                                  UPDATE telemetry.device_service SET valid_from = '2026-10-10T17:00:00Z'
                                  WHERE device_id = 'wifi-ten' AND status = 'retired'""");
        system.database().execute("""
                                  UPDATE telemetry.device_service SET valid_from = '2026-09-01Z'
                                  WHERE device_id = 'wifi-ten' AND status = 'active'""");
        assertThat(device("wifi-ten").path("period_s").asDouble()).isEqualTo(10 * 86_400.0);
        assertThat(Running.json(system.get("/api/v1/availability?month=2026-11")).path("items"))
                .extracting(item -> item.path("device_id").asText()).doesNotContain("wifi-ten");
    }

    @Test
    void aDeviceThatWasNeverHeardIsCountedAsThat() throws IOException, InterruptedException {
        lasting("wifi-loud", "PUPR");
        system.database().execute("""
                                  INSERT INTO telemetry.device (device_id, kind, name, status, owner, kelurahan)
                                  VALUES ('wifi-mute', 'wifi', 'x', 'active', 'PUPR', 'Jatirasa')""");
        String path = "/api/v1/availability?by=owner&month=";
        assertThat(owner(path + "2026-10").path("devices").asInt()).as("not yet registered").isEqualTo(1);
        system.database().execute(
                "UPDATE telemetry.device_service SET valid_from = '2026-09-15Z' WHERE device_id = 'wifi-mute'");
        assertThat(device("wifi-mute").path("period_s").asDouble(-1)).isZero();
        assertThat(device("wifi-mute").path("available_pct").isNull()).isTrue();
        assertThat(device("wifi-mute").path("on_target").isNull()).isTrue();
        JsonNode owner = owner(path + "2026-10");
        assertThat(owner.path("devices").asInt()).isEqualTo(2);
        assertThat(owner.path("devices_not_heard").asInt()).isEqualTo(1);
        assertThat(owner.path("available_pct").asDouble()).isEqualTo(100.0);
    }

    private static JsonNode owner(String path) throws IOException, InterruptedException {
        for (JsonNode item : Running.json(system.get(path)).path("items")) {
            if (item.path("owner").asText().equals("PUPR")) {
                return item;
            }
        }
        throw new AssertionError("no owner");
    }

    private static JsonNode device(String id) throws IOException, InterruptedException {
        for (JsonNode item : Running.json(system.get("/api/v1/availability?by=device&month=2026-10")).path("items")) {
            if (item.path("device_id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no " + id);
    }

    private static HttpRequest.Builder keyed(String path, String body) {
        return system.request(path).header("Idempotency-Key", "key-of-the-test")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
