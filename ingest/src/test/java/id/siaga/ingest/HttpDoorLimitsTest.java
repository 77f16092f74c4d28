package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.OpenHttpDoor.TOPIC;
import static id.siaga.ingest.OpenHttpDoor.smallLane;
import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.lane.LaneConfig;

/** Too much, too many, too slow, and a database that stands still. */
class HttpDoorLimitsTest {

    @RegisterExtension
    final OpenHttpDoor door = new OpenHttpDoor();

    @Test
    void twoMebibytesAreRefusedWithAndWithoutADeclaredLength() throws Exception {
        byte[] large = new byte[2 << 20];
        for (var body : List.of(BodyPublishers.ofByteArray(large),
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))) {
            var request = door.gauge().request(IngestFront.DOOR + "?topic=" + TOPIC).POST(body);
            assertThat(door.gauge().send(request.build()).statusCode()).isEqualTo(413);
            assertThat(door.gauge().send(request.expectContinue(true).build()).statusCode()).isEqualTo(413);
        }
        assertThat(outcomes(door.post(0, 7_800))).containsExactly("stored");
        assertNothingIsHeld();
    }

    @Test
    void anHonestMebibyteIsRead() throws Exception {
        List<String> messages = IntStream.range(0, 1_000)
                .mapToObj(i -> message(TOPIC, door.reading(i, 7_800) + " ".repeat(900))).toList();
        HttpResponse<String> answer = door.gauge().send(door.gauge().batch(envelope(messages)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomes(answer)).hasSize(1_000).containsOnly("stored");
        assertThat(door.database().count("flood_reading")).isEqualTo(1_000);
    }

    @Test
    void aPayloadTooLargeForMqttGoesToQuarantineHereToo() throws Exception {
        assertThat(outcomes(door.gauge().send(door.gauge().single(TOPIC, "x".repeat(65 * 1024)))))
                .containsExactly("quarantined too_large");
    }

    @Test
    void aThousandPostsAtOnceAreAllStored() throws Exception {
        door.reopen(LaneConfig.defaults(), HttpDoorConfig.defaults().withOpen(2_048, 2_048, 32 << 20));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> door.gauge().client().sendAsync(door.gauge().single(TOPIC, door.reading(i, 7_800)),
                        BodyHandlers.ofString()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(outcomes(answer.get())).containsExactly("stored");
        }
        assertThat(door.database().count("flood_reading")).isEqualTo(1_000);
        assertNothingIsHeld();
    }

    @Test
    void aStalledDatabaseIsToldAfterABoundedWaitAndNothingAnsweredIsMissing() throws Exception {
        door.reopen(smallLane(), HttpDoorConfig.defaults().withAnswerWithin(Duration.ofMillis(500)));
        List<String> batch = IntStream.range(0, 100)
                .mapToObj(i -> message(TOPIC, door.reading(i, 7_800))).toList();
        try (Connection lock = door.locked("flood_reading")) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> door.gauge().client().sendAsync(door.gauge().batch(envelope(batch)),
                            BodyHandlers.ofString()))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(503);
                assertThat(answer.get().headers().firstValue("Retry-After")).contains("5");
            }
            assertNothingIsHeld();
            lock.rollback();
        }
        Eventually.until("a repeat goes through",
                () -> door.gauge().send(door.gauge().batch(envelope(batch))).statusCode() == 200);
        assertThat(door.database().count("flood_reading")).isEqualTo(100);
        assertThat(door.database().count("quarantine")).isZero();
    }

    @Test
    void slowSendersHoldNoThreadAndAreSentAwayInTheEnd() throws Exception {
        door.reopen(LaneConfig.defaults(),
                HttpDoorConfig.defaults().withBodyWithin(Duration.ofSeconds(3)).withOpen(600, 600,
                        32 << 20));
        List<Socket> slow = new ArrayList<>();
        int threads = Thread.activeCount();
        for (int i = 0; i < 500; i++) {
            slow.add(trickle("awlr-p2c"));
        }
        Eventually.until("all are inside", () -> door.metric("siaga_http_open_requests") == 500);
        assertThat(outcomes(door.post(0, 7_800))).containsExactly("stored");
        assertThat(Thread.activeCount()).isLessThan(threads + 50);
        for (Socket each : slow) {
            assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408 ");
            each.close();
        }
        assertNothingIsHeld();
    }

    @Test
    void oneDeviceCannotTakeAllOfTheRoomNorAllDevicesMoreThanThereIs() throws Exception {
        door.reopen(LaneConfig.defaults(), HttpDoorConfig.defaults().withOpen(4, 2, 1 << 20));
        door.ingest().register("awlr-p3", "flood", "11000, NULL");
        door.ingest().register("awlr-p4", "flood", "11000, NULL");
        HttpGateway other = door.gauge().as("awlr-p3", SECRET);
        HttpGateway third = door.gauge().as("awlr-p4", SECRET);
        List<Socket> slow = new ArrayList<>(List.of(trickle("awlr-p2c"), trickle("awlr-p2c")));
        Eventually.until("two are inside", () -> door.metric("siaga_http_open_requests") == 2);
        HttpResponse<String> tooMany = door.post(0, 7_800);
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).isPresent();
        assertThat(other.send(other.single("city/flood/awlr-p3/telemetry", door.reading(0, 7_800))).statusCode())
                .isEqualTo(200);
        slow.add(trickle("awlr-p3"));
        slow.add(trickle("awlr-p3"));
        Eventually.until("four are inside", () -> door.metric("siaga_http_open_requests") == 4);
        assertThat(third.send(third.single("city/flood/awlr-p4/telemetry", door.reading(0, 7_800))).statusCode())
                .isEqualTo(503);
        for (Socket each : slow) {
            each.close();
        }
        assertNothingIsHeld();
    }

    /** A sender that has promised a body and sends a little of it. */
    private Socket trickle(String device) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.front().port());
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write(("POST " + IngestFront.DOOR + "?topic=" + TOPIC + " HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: " + HttpGateway.basic(device, SECRET) + "\r\nContent-Length: 1000\r\n\r\n{\"v\":")
                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private void assertNothingIsHeld() throws Exception {
        Eventually.until("everything is given back",
                () -> door.metric("siaga_http_open_requests") == 0 && door.metric("siaga_http_open_bytes") == 0);
    }
}
