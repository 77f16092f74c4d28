package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message is tried on the real tables, and leaves nothing there. */
class DecodeTest {
    private static final List<String> TABLES = List.of("flood_reading", "measurement", "device_event", "message",
            "quarantine", "device_state", "alert");
    private static Running system;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
        system.city.device("fl-1", "P2C");
        system.database().execute("UPDATE telemetry.device SET mount_mm = 11000 WHERE device_id = 'fl-1'");
        system.city.device("gw-1", "P2C");
        system.database().execute("UPDATE telemetry.device SET kind = 'gateway' WHERE device_id = 'gw-1'");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    @Test
    void theRowsAreThoseThatWouldStandInTheTables() throws IOException, InterruptedException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long before = rows();
        JsonNode said = decode(
                """
                {"topic":"city/flood/fl-1/telemetry","device":"fl-1","payload":
                 {"v":1,"ts":%d,"seq":7,"m":{"water.distance":5450,"battery.voltage":99,"own.count":3}}}"""
                        .formatted(at.toEpochMilli()));

        assertThat(said.path("outcome").asText()).isEqualTo("stored");
        assertThat(said.path("route").path("format").asText()).isEqualTo("city-json");
        JsonNode device = said.path("devices").get(0);
        assertThat(device.path("device").path("device_id").asText()).isEqualTo("fl-1");
        assertThat(device.path("sequence").asInt()).isEqualTo(7);
        assertThat(device.path("clocks").get(0).path("observed_at").asText()).isEqualTo(at.toString());
        assertThat(device.path("clocks").get(0).path("time_source").asText()).isEqualTo("device");
        JsonNode row = device.path("rows").get(0);
        assertThat(row.path("table").asText()).isEqualTo("flood_reading");
        assertThat(row.path("level_mm").asDouble()).isEqualTo(5550);
        assertThat(row.path("battery_v").isNull()).isTrue();
        JsonNode bad = device.path("rows").get(1);
        assertThat(bad.path("table").asText()).isEqualTo("measurement");
        assertThat(bad.path("metric").asText()).isEqualTo("battery.voltage");
        assertThat(bad.path("flags").toString()).isEqualTo("[\"OUT_OF_RANGE\"]");
        assertThat(device.path("evidence").path("as_sent").asBoolean()).isTrue();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aClockThatIsNotBelievedIsExplained() throws IOException, InterruptedException {
        JsonNode clock = decode("""
                                {"topic":"city/flood/fl-1/telemetry","payload":
                                 "{\\"v\\":1,\\"ts\\":1075000000000,\\"m\\":{\\"water.distance\\":5450}}"}""")
                .path("devices").get(0)
                .path("clocks").get(0);

        assertThat(clock.path("time_source").asText()).isEqualTo("broker");
        assertThat(clock.path("flags").toString()).contains("CLOCK_BAD");
        assertThat(clock.path("why").asText()).contains("ditolak", "refused");
    }

    @Test
    void aStrangerIsShownAsItsTopicCallsItAndRefused() throws IOException, InterruptedException {
        JsonNode said = decode(
                "{\"topic\":\"city/flood/new-1/telemetry\",\"payload\":{\"v\":1,\"m\":{\"water.depth\":5}}}");

        assertThat(said.path("outcome").asText()).isEqualTo("quarantined");
        assertThat(said.path("reason").asText()).isEqualTo("unknown_device");
        assertThat(said.path("devices").get(0).path("device").isNull()).isTrue();
        assertThat(said.path("devices").get(0).path("rows").get(0).path("table").asText()).isEqualTo("flood_reading");
    }

    @Test
    void whoMayNotSpeakForItIsToldSoAndAGatewayMay() throws IOException, InterruptedException {
        String of = "{\"topic\":\"city/flood/fl-1/telemetry\",\"payload\":{\"v\":1,\"m\":{\"water.depth\":5}},\"device\":\"%s\"}";

        assertThat(decode(of.formatted("fl-2")).path("reason").asText()).isEqualTo("not_permitted");
        assertThat(decode(of.formatted("gw-1")).path("outcome").asText()).isEqualTo("stored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "nowhere/at/all | {} | quarantined | no_route",
            "city/flood/fl-1/telemetry | {\"v\":1} | quarantined | shape",
            "owntracks/bpbd/x | {\"_type\":\"card\"} | ignored | ''"})
    void whatIsNotStoredSaysWhy(String topic, String payload, String outcome, String reason)
            throws IOException, InterruptedException {
        JsonNode said = decode("{\"topic\":\"%s\",\"payload\":%s}".formatted(topic, payload));

        assertThat(said.path("outcome").asText()).isEqualTo(outcome);
        assertThat(said.path("reason").asText("")).isEqualTo(reason);
        assertThat(said.path("detail").asText()).isNotBlank();
    }

    @Test
    void aSecondMessageOfTheSameTimeIsAConflict() throws IOException, InterruptedException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(9);
        system.city.reading("fl-1", at, 4_000);
        JsonNode said = decode(
                """
                {"topic":"city/flood/fl-1/telemetry","payload":{"v":1,"ts":%d,"m":{"water.distance":5450}}}"""
                        .formatted(at.toEpochMilli()));

        assertThat(said.path("reason").asText()).isEqualTo("conflict");
    }

    @Test
    void aBadRequestIsRefusedByField() throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/decode",
                "{\"topic\":\"a/#\",\"payload\":1,\"retained\":\"no\",\"payload_base64\":\"?\",\"why\":1}");

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("\"topic\"", "\"payload\"", "\"retained\"", "\"why\"");
    }

    private static JsonNode decode(String body) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1/decode", body);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Running.json(reply);
    }

    private static long rows() {
        return TABLES.stream().mapToLong(table -> system.database().row("SELECT count(*) AS n FROM telemetry." + table)
                .orElseThrow().path("n").longValue()).sum();
    }
}
