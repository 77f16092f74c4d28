package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.json;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.OpenHttpDoor.TOPIC;
import static id.siaga.ingest.OpenHttpDoor.smallLane;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.IngestFront;

/** The same request under the same key: answered again when it was stored, tried again when it was not. */
class HttpRepeatTest {

    @RegisterExtension
    final OpenHttpDoor door = new OpenHttpDoor();

    @Test
    void anIdempotencyKeyBringsTheFirstAnswerAgain() throws Exception {
        HttpResponse<String> first = door.gauge().send(keyed("upload-0001", "{\"v\":7}"));
        HttpResponse<String> again = door.gauge().send(keyed("upload-0001", "{\"v\":7}"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(door.database().count("quarantine")).isEqualTo(1);
        HttpResponse<String> other = door.gauge().send(keyed("upload-0001", door.reading(0, 7_800)));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(door.gauge().send(keyed("short", "{}")).statusCode()).isEqualTo(400);
        assertThat(door.gauge().send(keyed("upload-0002", door.reading(0, 7_800))).statusCode()).isEqualTo(200);
        assertThat(door.database().count("flood_reading")).isEqualTo(1);
    }

    @Test
    void aRepeatUnderItsKeyGetsTheAnswerThatCameTooLate() throws Exception {
        door.reopen(smallLane(), HttpDoorConfig.defaults().withAnswerWithin(Duration.ofMillis(300)));
        HttpRequest request = keyed("upload-0001", door.reading(0, 7_800));
        try (Connection lock = door.locked("flood_reading")) {
            assertThat(door.gauge().send(request).statusCode()).isEqualTo(503);
            lock.rollback();
        }
        Eventually.until("it is stored", () -> door.database().count("flood_reading") == 1);
        HttpResponse<String> repeat = door.gauge().send(request);
        assertThat(outcomes(repeat)).containsExactly("stored");
        assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void whatNoTableTookIsTriedAgainUnderItsKey() throws Exception {
        refuse7007();
        HttpRequest request = keyed("upload-0001", door.reading(0, 7_007));
        HttpResponse<String> first = door.gauge().send(request);
        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(json(first).path("type").asText()).isEqualTo("/problems/not-stored");
        takeAll();
        assertThat(outcomes(firstAnswer(request))).containsExactly("stored");
        assertThat(door.database().count("flood_reading")).isEqualTo(1);
    }

    @Test
    void whatWasStoredInPartIsTriedAgainUnderItsKey() throws Exception {
        refuse7007();
        HttpRequest request = keyedBatch("upload-0001", IntStream.rangeClosed(0, 1)
                .mapToObj(i -> message(TOPIC, door.reading(i, 7_006 + i))).toList());
        assertThat(outcomes(door.gauge().send(request))).containsExactly("stored", "not_stored");
        takeAll();
        assertThat(outcomes(firstAnswer(request))).containsExactly("duplicate", "stored");
    }

    @Test
    void whatFoundNoRoomIsTriedAgainUnderItsKey() throws Exception {
        door.reopen(smallLane(), HttpDoorConfig.defaults().withAnswerWithin(Duration.ofMillis(300)));
        List<String> batch = IntStream.range(0, 100).mapToObj(i -> message(TOPIC, door.reading(i, 7_800))).toList();
        HttpRequest request = keyedBatch("upload-0001", batch);
        try (Connection lock = door.locked("flood_reading")) {
            assertThat(door.gauge().send(request).statusCode()).isEqualTo(503);
            // While another waits in vain as long as the first did, the first is given up inside too.
            assertThat(door.gauge().send(keyedBatch("upload-0002", batch)).statusCode()).isEqualTo(503);
            lock.rollback();
        }
        Eventually.until("a later try goes through", () -> door.gauge().send(request).statusCode() == 200);
        assertThat(door.database().count("flood_reading")).isEqualTo(100);
    }

    private HttpResponse<String> firstAnswer(HttpRequest request) {
        HttpResponse<String> answer = door.gauge().send(request);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
        return answer;
    }

    private void refuse7007() throws Exception {
        door.database().execute("ALTER TABLE telemetry.flood_reading ADD CONSTRAINT unforeseen "
                + "CHECK (distance_mm <> 7007)");
        door.database().execute("ALTER TABLE telemetry.quarantine ADD CONSTRAINT unforeseen "
                + "CHECK (payload_bytes < 0)");
    }

    private void takeAll() throws Exception {
        door.database().execute("ALTER TABLE telemetry.flood_reading DROP CONSTRAINT unforeseen");
        door.database().execute("ALTER TABLE telemetry.quarantine DROP CONSTRAINT unforeseen");
    }

    private HttpRequest keyed(String key, String payload) {
        return door.gauge().request(IngestFront.DOOR + "?topic=" + TOPIC).header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(payload)).build();
    }

    private HttpRequest keyedBatch(String key, List<String> messages) {
        return door.gauge().request(IngestFront.DOOR).header("Content-Type", "application/json")
                .header("Idempotency-Key", key).POST(BodyPublishers.ofString(envelope(messages))).build();
    }
}
