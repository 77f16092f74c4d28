package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
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
        device("jumps", "2026-03-01T00:00:00Z", 60);
        device("installed", "2026-03-04T01:30:00Z", 600);
        device("seldom", "2026-03-01T00:00:00Z", 5_400);
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_hour (device_id, hour, numbers, missing, duplicates, late, samples,
                    clock_skewed)
                VALUES ('counts', '2026-03-04T00:00:00Z', 57, 3, 2, 1, 57, 4), ('paced', '2026-03-04T01:00:00Z', 0, 0,
                    0, 0, 5, 0), ('silent', '2026-03-04T01:00:00Z', 0, 0, 0, 0, 5, 0), ('jumps', '2026-03-04T00:00:00Z',
                    60, 0, 0, 0, 60, 0), ('jumps', '2026-03-04T02:00:00Z', 50, 70, 0, 0, 50, 0), ('jumps',
                    '2026-02-01T01:00:00Z', 6, 0, 0, 0, 6, 0), ('seldom', '2026-03-04T01:00:00Z', 0, 0, 0, 0, 1, 0)""");
        system.database().execute("""
                                  INSERT INTO telemetry.retention_run (class, table_name, to_at, rows, archived)
                                  VALUES ('reading', 'sequence_hour', '2026-02-01T02:00:00Z', 9, 0)""");
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_session (device_id, session, began_at, first_number, highest_number,
                    counter_bits, missing, lost, message_id)
                VALUES ('counts', 1, '2026-03-03T00:00:00Z', 0, 499, 0, 0, 7, 1), ('counts', 2,
                    '2026-03-04T00:00:00Z', 1, 60, 0, 3, 0, 2), ('jumps', 1, '2026-02-01T01:00:00Z', 1, 180, 0, 0, 70,
                    3)""");
        system.database().execute(
                """
                INSERT INTO telemetry.sequence_gap (device_id, session, from_number, to_number, observed_at, opened_at)
                VALUES ('counts', 2, 11, 13, '2026-03-04T00:10:00Z', '2026-03-04T00:10:01Z')""");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static void device(String id, String registeredAt, int intervalS) {
        system.city.device(id, "P2C");
        system.database().execute("UPDATE telemetry.device SET registered_at = ?, interval_s = ? WHERE device_id = ?",
                Instant.parse(registeredAt), intervalS, id);
    }

    private static JsonNode of(String deviceId) throws IOException, InterruptedException {
        return of(deviceId, DAY);
    }

    private static JsonNode of(String deviceId, String span) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.get("/api/v1/devices/" + deviceId + "/completeness" + span);
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
                             "duplicates":2,"late":1,"clock_skewed":4,"silent":false,"completeness_pct":95.0}""");
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
                             "duplicates":0,"late":0,"clock_skewed":0,"silent":false,"completeness_pct":83.33}""");
        assertThat(of("paced").path("hours").path(2).path("completeness_pct").asDouble()).isZero();
    }

    @Test
    void whatWasLostInASilenceIsCountedOnceWhereTheNumberJumps() throws IOException, InterruptedException {
        JsonNode answer = of("jumps");
        assertThat(answer.path("hours").path(1))
                .hasToString("""
                             {"hour":"2026-03-04T01:00:00Z","basis":"sequence","expected":0,"received":0,"missing":0,\
                             "duplicates":0,"late":0,"clock_skewed":0,"silent":true,"completeness_pct":null}""");
        assertThat(answer.path("overall"))
                .hasToString("""
                             {"basis":"sequence","expected":180,"received":110,"missing":70,"silent_hours":1,\
                             "known_until":"2026-03-04T03:00:00Z","completeness_pct":61.11}""");
    }

    @Test
    void untilTheNextNumberTheLossIsNotKnownAndItSaysSo() throws IOException, InterruptedException {
        assertThat(of("jumps", "?from=2026-03-04T00:00:00Z&to=2026-03-04T02:00:00Z").path("overall"))
                .hasToString("""
                             {"basis":"sequence","expected":60,"received":60,"missing":0,"silent_hours":1,\
                             "known_until":"2026-03-04T01:00:00Z","completeness_pct":100.0}""");
    }

    @Test
    void whatWasNotThereYetIsNotJudged() throws IOException, InterruptedException {
        JsonNode answer = of("installed");
        assertUnknown(answer.path("hours").path(0), "basis", "expected", "missing", "silent", "completeness_pct");
        assertThat(answer.path("hours")).extracting(hour -> hour.path("expected").asInt(-1))
                .containsExactly(-1, 3, 6);
        assertThat(answer.path("overall"))
                .hasToString("""
                             {"basis":"interval","expected":9,"received":0,"missing":9,"silent_hours":2,\
                             "known_until":"2026-03-04T03:00:00Z","completeness_pct":0.0}""");
        assertUnknown(of("paced").path("hours").path(0), "basis", "expected", "silent");
    }

    @Test
    void hoursWhoseCountsAreNoLongerKeptAreNotTakenForSilence() throws IOException, InterruptedException {
        JsonNode answer = of("jumps", "?from=2026-02-01T00:00:00Z&to=2026-02-01T03:00:00Z");
        assertUnknown(answer.path("hours").path(0), "basis", "silent");
        assertThat(answer.path("hours").path(1).path("expected").asInt()).isEqualTo(6);
        assertThat(answer.path("hours").path(2).path("silent").asBoolean()).isTrue();
    }

    @Test
    void anIntervalBeyondAnHourIsJudgedOverAllHours() throws IOException, InterruptedException {
        JsonNode answer = of("seldom");
        assertThat(answer.path("hours")).allMatch(hour -> hour.path("expected").asInt(-1) == 0);
        assertThat(answer.path("overall").path("expected").asInt()).isEqualTo(2);
        assertThat(answer.path("overall").path("completeness_pct").asDouble()).isEqualTo(50);
    }

    private static void assertUnknown(JsonNode hour, String... names) {
        for (String name : names) {
            assertThat(hour.path(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void whereNothingSaysHowMuchToExpectNothingIsSaid() throws IOException, InterruptedException {
        JsonNode hour = of("silent").path("hours").path(1);
        assertThat(hour.path("received").asInt()).isEqualTo(5);
        assertUnknown(hour, "basis", "expected", "missing", "completeness_pct");
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
