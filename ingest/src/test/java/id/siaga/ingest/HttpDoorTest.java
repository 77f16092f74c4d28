package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.json;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.RunningIngest.SECRET;
import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.http.IngestFront;

/** From an HTTP gateway's request to the tables, over real HTTP and a real database. */
class HttpDoorTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private int ticks;
    private TestDatabase database;
    private RunningIngest ingest;
    private IngestFront front;
    private HttpGateway gauge;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
        front = ingest.http();
        gauge = HttpGateway.of(front, "awlr-p2c", SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        ingest.close();
        database.close();
    }

    @Test
    void aReadingIsInItsTableWhenItsAnswerArrives() throws Exception {
        HttpResponse<String> answer = gauge.send(gauge.single(TOPIC, level(now, 7_800)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomes(answer)).containsExactly("stored");
        assertThat(database.rows("SELECT device_id, distance_mm, level_mm FROM telemetry.flood_reading"))
                .containsExactly("awlr-p2c|7800.0|3200.0");
    }

    @Test
    void theBytesOfAPayloadInABatchAreKeptAsTheyCame() throws Exception {
        String payload = "{ \"v\":1,\t\"ts\": " + now.toEpochMilli()
                + ", \"m\":{\"water.distance\":7.80e3} , \"s\":[]}";
        HttpResponse<String> answer = gauge.send(gauge.batch(" {\"messages\" : [ {\"payload\" :" + payload
                + " , \"topic\":\"" + TOPIC + "\"}]}\n"));
        assertThat(outcomes(answer)).containsExactly("stored");
        assertThat(database.rows("SELECT convert_from(payload, 'UTF8') FROM telemetry.message"))
                .containsExactly(payload);
    }

    @Test
    void aBatchSaysInOrderWhatBecameOfEach() throws Exception {
        ingest.register("gw-1", "gateway", "NULL, NULL");
        ingest.register("awlr-p3", "flood", "11000, NULL");
        HttpGateway gateway = gauge.as("gw-1", SECRET);
        String base64 = Base64.getEncoder()
                .encodeToString(level(now, 7_600).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        HttpResponse<String> answer = gateway.send(gateway.batch(envelope(List.of(
                message(TOPIC, level(now, 7_800)),
                message(TOPIC, level(now, 7_800)),
                message(TOPIC, "{\"v\":7}"),
                message("nobody/knows", "\"a text\""),
                message("city/flood/stranger/telemetry", level(now, 7_800)),
                message(TOPIC, level(now, 7_700)),
                "{\"topic\":\"city/flood/awlr-p3/telemetry\",\"payload_base64\":\"" + base64
                        + "\",\"user_properties\":{\"sim\":\"true\"}}"))));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomes(answer)).containsExactly("stored", "duplicate", "quarantined version",
                "quarantined no_route", "quarantined unknown_device", "quarantined conflict", "stored");
        assertThat(json(answer).path("stored").intValue()).isEqualTo(2);
        assertThat(json(answer).path("quarantined").intValue()).isEqualTo(4);
        assertThat(json(answer).at("/outcomes/2/detail").asText()).isEqualTo("v is 7, this reads 1");
        assertThat(json(answer).at("/outcomes/3/field").asText()).isEqualTo("topic");
        assertThat(json(answer).at("/outcomes/2/field").asText()).isEqualTo("payload");
        assertThat(database.count("flood_reading")).isEqualTo(2);
        assertThat(database.count("quarantine")).isEqualTo(4);
    }

    @Test
    void whatTheTablesRefuseIsPutAsideAloneAndTheirWordsStayInside() throws Exception {
        ingest.register("truck-7", "gps", "NULL, NULL");
        database.execute("ALTER TABLE telemetry.gps_position ADD CONSTRAINT unforeseen CHECK (alarm <> 'cursed')");
        HttpGateway truck = gauge.as("truck-7", SECRET);
        HttpResponse<String> answer = truck.send(truck.batch(envelope(Stream.of("none", "cursed", "none")
                .map(alarm -> message("city/gps/truck-7/telemetry", "{\"v\":1,\"ts\":" + now.minusMillis(ticks++)
                        .toEpochMilli() + ",\"pos\":[-6.24,106.99],\"m\":{\"vehicle.alarm\":\"" + alarm + "\"}}"))
                .toList())));
        assertThat(outcomes(answer)).containsExactly("stored", "quarantined store_refused", "stored");
        assertThat(answer.body()).doesNotContain("unforeseen");
        assertThat(database.count("gps_position")).isEqualTo(2);
    }

    @Test
    void aDeviceSpeaksForItselfAndForNobodyElse() throws Exception {
        ingest.register("awlr-p3", "flood", "11000, NULL");
        String other = "city/flood/awlr-p3/telemetry";
        HttpResponse<String> single = gauge.send(gauge.single(other, level(now, 7_800)));
        assertThat(single.statusCode()).isEqualTo(403);
        assertThat(single.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(single).at("/errors/0/field").asText()).isEqualTo("topic");
        HttpResponse<String> mixed = gauge.send(gauge.batch(
                envelope(List.of(message(other, level(now, 7_800)), message(TOPIC, level(now, 7_900))))));
        assertThat(mixed.statusCode()).isEqualTo(200);
        assertThat(outcomes(mixed)).containsExactly("quarantined not_permitted", "stored");
        assertThat(database.rows("SELECT device_id FROM telemetry.flood_reading")).containsExactly("awlr-p2c");
        assertThat(database.rows("SELECT DISTINCT principal, reason FROM telemetry.quarantine"))
                .containsExactly("awlr-p2c|NOT_PERMITTED");
    }

    @Test
    void whoIsNotADeviceIsRefusedAndNoted() throws Exception {
        List<String> headers = List.of("", "Bearer a-session-of-an-operator", "Basic !!", HttpGateway.basic("", "x"),
                HttpGateway.basic("awlr-p2c", "wrong"), HttpGateway.basic("nobody", SECRET));
        for (String header : headers) {
            HttpGateway sender = gauge.authorized(header);
            HttpResponse<String> answer = sender.send(sender.single(TOPIC, level(now, 7_800)));
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        }
        assertThat(database.count("message")).isZero();
        Eventually.until("the refusals are rows", () -> database
                .rows("SELECT user_name, reason, count FROM telemetry.connection_refusal ORDER BY user_name")
                .equals(List.of("|no user name or secret|4", "awlr-p2c|wrong name or secret|1",
                        "nobody|wrong name or secret|1")));
    }

    @Test
    void aRetiredDeviceIsRefusedFromItsNextRequestOn() throws Exception {
        assertThat(gauge.send(gauge.single(TOPIC, level(now, 7_800))).statusCode()).isEqualTo(200);
        database.execute("UPDATE telemetry.device SET status = 'retired' WHERE device_id = 'awlr-p2c';"
                + "NOTIFY siaga_registry, 'awlr-p2c'");
        Eventually.until("the door knows",
                () -> gauge.send(gauge.single(TOPIC, level(now, 7_800))).statusCode() == 401);
    }

    @Test
    void aMalformedEnvelopeNamesTheFieldAndStoresNothing() throws Exception {
        String good = message(TOPIC, level(now, 7_800));
        HttpResponse<String> answer = gauge
                .send(gauge.batch(envelope(List.of(good, "{\"topic\":\"" + TOPIC + "\",\"paylod\":{}}"))));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/field").asText()).isEqualTo("messages[1].paylod");
        assertThat(gauge.send(gauge.batch(envelope(List.of(good)) + "x")).statusCode()).isEqualTo(400);
        HttpRequest neither = gauge.request(IngestFront.DOOR).POST(BodyPublishers.ofString(good)).build();
        assertThat(json(gauge.send(neither)).at("/errors/0/field").asText()).isEqualTo("topic");
        assertThat(database.count("message")).isZero();
        assertThat(database.count("quarantine")).isZero();
    }

    @Test
    void aRedeliveryIsADuplicateAndChangesNothing() throws Exception {
        for (String outcome : List.of("stored", "duplicate", "duplicate")) {
            assertThat(outcomes(gauge.send(gauge.single(TOPIC, level(now, 7_800))))).containsExactly(outcome);
        }
        assertThat(database.count("flood_reading")).isEqualTo(1);
        assertThat(database.count("message")).isEqualTo(1);
    }

    @Test
    void anIdempotencyKeyBringsTheFirstAnswerAgain() throws Exception {
        HttpResponse<String> first = gauge.send(keyed("upload-0001", "{\"v\":7}"));
        HttpResponse<String> again = gauge.send(keyed("upload-0001", "{\"v\":7}"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(database.count("quarantine")).isEqualTo(1);
        HttpResponse<String> other = gauge.send(keyed("upload-0001", level(now, 7_800)));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(gauge.send(keyed("short", "{}")).statusCode()).isEqualTo(400);
        assertThat(gauge.send(keyed("upload-0002", level(now, 7_800))).statusCode()).isEqualTo(200);
        assertThat(database.count("flood_reading")).isEqualTo(1);
    }

    private HttpRequest keyed(String key, String payload) {
        return gauge.request(IngestFront.DOOR + "?topic=" + TOPIC).header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(payload)).build();
    }

    @Test
    void siagaOneOverHttpIsDecidedWithTheReadingThatCausedIt() throws Exception {
        gauge.send(gauge.single(TOPIC, level(now, 5_450)));
        assertThat(database.rows("SELECT code, level FROM telemetry.alert")).containsExactly("FLD-S1|SIAGA_1");
    }

    @Test
    void theIngestProcessAloneShowsHealthAndMetrics() {
        gauge.send(gauge.single(TOPIC, level(now, 7_800)));
        assertThat(gauge.send(gauge.request("/health/live").build()).statusCode()).isEqualTo(200);
        assertThat(gauge.send(gauge.request("/health/ready").build()).body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(gauge.send(gauge.request("/metrics").build()).body())
                .contains("siaga_http_requests_total{status=\"200\"} 1");
        assertThat(gauge.send(gauge.request("/wall").build()).statusCode()).isEqualTo(404);
        HttpResponse<String> get = gauge.send(gauge.request(IngestFront.DOOR).build());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
    }
}
