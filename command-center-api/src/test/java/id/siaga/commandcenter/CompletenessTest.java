package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completeness of a device's data, through the running API. */
class CompletenessTest {
    private static final String DAY = "?from=2026-03-04T00:00:00Z&to=2026-03-04T03:00:00Z";
    private static Running system;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
        system.city.device("counts", "P2C");
        system.city.device("silent", "P2C");
        system.city.device("paced", "P2C");
        system.database().execute("UPDATE telemetry.device SET interval_s = 600 WHERE device_id = 'paced'");
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_hour (device_id, hour, numbers, missing, duplicates, late, samples,
                    clock_skewed)
                VALUES ('counts', '2026-03-04T00:00:00Z', 57, 3, 2, 1, 57, 4), ('paced', '2026-03-04T01:00:00Z', 0, 0,
                    0, 0, 5, 0), ('silent', '2026-03-04T01:00:00Z', 0, 0, 0, 0, 5, 0)""");
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_session (device_id, session, began_at, first_number, highest_number,
                    counter_bits, missing, lost, message_id)
                VALUES ('counts', 1, '2026-03-03T00:00:00Z', 0, 499, 0, 0, 7, 1), ('counts', 2,
                    '2026-03-04T00:00:00Z', 1, 60, 0, 3, 0, 2)""");
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_gap (device_id, session, from_number, to_number, observed_at, opened_at)
                VALUES ('counts', 2, 11, 13, '2026-03-04T00:10:00Z', '2026-03-04T00:10:01Z')""");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static JsonNode of(String deviceId) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.get("/api/v1/devices/" + deviceId + "/completeness" + DAY);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return Running.json(reply);
    }

    @Test
    void aDeviceThatCountsIsJudgedByItsNumbers() throws IOException, InterruptedException {
        JsonNode answer = of("counts");
        assertThat(answer.path("hours")).hasSize(3);
        assertThat(answer.path("hours").path(0))
                .hasToString("""
                             {"hour":"2026-03-04T00:00:00Z","basis":"sequence","expected":60,"received":57,"missing":3,\
                             "duplicates":2,"late":1,"clock_skewed":4,"completeness_pct":95.0}""");
        assertThat(answer.path("missing_ranges"))
                .hasToString("""
                             [{"session":2,"from":11,"to":13,"numbers":3,"opened_at":"2026-03-04T00:10:01Z"}]""");
        assertThat(answer.path("sessions")).extracting(session -> session.path("received").asLong())
                .containsExactly(57L, 493L);
    }

    @Test
    void aDeviceThatDoesNotIsJudgedByItsInterval() throws IOException, InterruptedException {
        assertThat(of("paced").path("hours").path(1))
                .hasToString("""
                             {"hour":"2026-03-04T01:00:00Z","basis":"interval","expected":6,"received":5,"missing":1,\
                             "duplicates":0,"late":0,"clock_skewed":0,"completeness_pct":83.33}""");
        assertThat(of("paced").path("hours").path(2).path("completeness_pct").asDouble()).isZero();
    }

    @Test
    void whereNothingSaysHowMuchToExpectNothingIsSaid() throws IOException, InterruptedException {
        JsonNode hour = of("silent").path("hours").path(1);
        assertThat(hour.path("received").asInt()).isEqualTo(5);
        for (String unknown : new String[]{"basis", "expected", "missing", "completeness_pct"}) {
            assertThat(hour.path(unknown).isNull()).as(unknown).isTrue();
        }
    }

    @Test
    void theLastDayIsTheDefault() throws IOException, InterruptedException {
        JsonNode answer = Running.json(system.get("/api/v1/devices/counts/completeness"));
        assertThat(answer.path("hours").size()).isBetween(24, 25);
    }

    @ParameterizedTest
    @CsvSource({"from=yesterday, from", "to=2026-03-04, to", "from=2026-03-04T00:00:00Z&to=2026-03-04T00:00:00Z, from",
            "from=2026-01-01T00:00:00Z&to=2026-03-04T00:00:00Z, from"})
    void aBadSpanIsRefusedByName(String query, String field) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.get("/api/v1/devices/counts/completeness?" + query);
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Running.json(reply).path("errors").path(0).path("field").asText()).isEqualTo(field);
    }

    @Test
    void anUnknownDeviceIsNotFound() throws IOException, InterruptedException {
        assertThat(system.get("/api/v1/devices/nobody/completeness").statusCode()).isEqualTo(404);
    }
}
