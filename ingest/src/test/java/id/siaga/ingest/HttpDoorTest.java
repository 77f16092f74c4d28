package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.json;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.OpenHttpDoor.TOPIC;
import static id.siaga.ingest.RunningIngest.SECRET;
import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import id.siaga.ingest.http.IngestFront;

/** From an HTTP gateway's request to the tables, over real HTTP and a real database. */
class HttpDoorTest {

    @RegisterExtension
    final OpenHttpDoor door = new OpenHttpDoor();
    private int ticks;

    @Test
    void aReadingIsInItsTableWhenItsAnswerArrives() throws Exception {
        HttpResponse<String> answer = door.post(0, 7_800);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomes(answer)).containsExactly("stored");
        assertThat(door.database().rows("SELECT device_id, distance_mm, level_mm FROM telemetry.flood_reading"))
                .containsExactly("awlr-p2c|7800.0|3200.0");
    }

    @Test
    void theBytesOfAPayloadInABatchAreKeptAsTheyCame() throws Exception {
        String payload = "{ \"v\":1,\t\"ts\": " + door.now().toEpochMilli()
                + ", \"m\":{\"water.distance\":7.80e3} , \"s\":[]}";
        HttpResponse<String> answer = door.gauge().send(door.gauge().batch(" {\"messages\" : [ {\"payload\" :" + payload
                + " , \"topic\":\"" + TOPIC + "\"}]}\n"));
        assertThat(outcomes(answer)).containsExactly("stored");
        assertThat(door.database().rows("SELECT convert_from(payload, 'UTF8') FROM telemetry.message"))
                .containsExactly(payload);
    }

    @Test
    void aBatchSaysInOrderWhatBecameOfEach() throws Exception {
        door.ingest().register("gw-1", "gateway", "NULL, NULL");
        door.ingest().register("awlr-p3", "flood", "11000, NULL");
        HttpGateway gateway = door.gauge().as("gw-1", SECRET);
        String base64 = Base64.getEncoder()
                .encodeToString(door.reading(0, 7_600).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        HttpResponse<String> answer = gateway.send(gateway.batch(envelope(List.of(
                message(TOPIC, door.reading(0, 7_800)),
                message(TOPIC, door.reading(0, 7_800)),
                message(TOPIC, "{\"v\":7}"),
                message("nobody/knows", "\"a text\""),
                message("city/flood/stranger/telemetry", door.reading(0, 7_800)),
                message(TOPIC, door.reading(0, 7_700)),
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
        assertThat(door.database().count("flood_reading")).isEqualTo(2);
        assertThat(door.database().count("quarantine")).isEqualTo(4);
    }

    @Test
    void whatTheTablesRefuseIsPutAsideAloneAndTheirWordsStayInside() throws Exception {
        door.ingest().register("truck-7", "gps", "NULL, NULL");
        door.database()
                .execute("ALTER TABLE telemetry.gps_position ADD CONSTRAINT unforeseen CHECK (alarm <> 'cursed')");
        HttpGateway truck = door.gauge().as("truck-7", SECRET);
        HttpResponse<String> answer = truck.send(truck.batch(envelope(Stream.of("none", "cursed", "none")
                .map(alarm -> message("city/gps/truck-7/telemetry", "{\"v\":1,\"ts\":" + door.now().minusMillis(ticks++)
                        .toEpochMilli() + ",\"pos\":[-6.24,106.99],\"m\":{\"vehicle.alarm\":\"" + alarm + "\"}}"))
                .toList())));
        assertThat(outcomes(answer)).containsExactly("stored", "quarantined store_refused", "stored");
        assertThat(answer.body()).doesNotContain("unforeseen");
        assertThat(door.database().count("gps_position")).isEqualTo(2);
    }

    @Test
    void aMalformedEnvelopeNamesTheFieldAndStoresNothing() throws Exception {
        String good = message(TOPIC, door.reading(0, 7_800));
        HttpResponse<String> answer = door.gauge()
                .send(door.gauge().batch(envelope(List.of(good, "{\"topic\":\"" + TOPIC + "\",\"paylod\":{}}"))));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/field").asText()).isEqualTo("messages[1].paylod");
        assertThat(door.gauge().send(door.gauge().batch(envelope(List.of(good)) + "x")).statusCode()).isEqualTo(400);
        HttpRequest neither = door.gauge().request(IngestFront.DOOR).POST(BodyPublishers.ofString(good)).build();
        assertThat(json(door.gauge().send(neither)).at("/errors/0/field").asText()).isEqualTo("topic");
        assertThat(door.database().count("message")).isZero();
        assertThat(door.database().count("quarantine")).isZero();
    }

    @Test
    void aRedeliveryIsADuplicateAndChangesNothing() throws Exception {
        for (String outcome : List.of("stored", "duplicate", "duplicate")) {
            assertThat(outcomes(door.post(0, 7_800))).containsExactly(outcome);
        }
        assertThat(door.database().count("flood_reading")).isEqualTo(1);
        assertThat(door.database().count("message")).isEqualTo(1);
    }

    @Test
    void siagaOneOverHttpIsDecidedWithTheReadingThatCausedIt() throws Exception {
        door.post(0, 5_450);
        assertThat(door.database().rows("SELECT code, level FROM telemetry.alert")).containsExactly("FLD-S1|SIAGA_1");
    }

    @Test
    void theIngestProcessAloneShowsHealthAndMetrics() {
        door.post(0, 7_800);
        assertThat(door.gauge().send(door.gauge().request("/health/live").build()).statusCode()).isEqualTo(200);
        assertThat(door.gauge().send(door.gauge().request("/health/ready").build()).body())
                .isEqualTo("{\"status\":\"up\"}");
        assertThat(door.gauge().send(door.gauge().request("/metrics").build()).body())
                .contains("siaga_http_requests_total{status=\"200\"} 1");
        assertThat(door.gauge().send(door.gauge().request("/wall").build()).statusCode()).isEqualTo(404);
        HttpResponse<String> get = door.gauge().send(door.gauge().request(IngestFront.DOOR).build());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
    }
}
