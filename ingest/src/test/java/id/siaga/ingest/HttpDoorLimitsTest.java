package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.RunningIngest.SECRET;
import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;

/** Too much, too many, too slow, and a database that stands still. */
class HttpDoorLimitsTest {

    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final int QUEUE = 16;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
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
        close();
        database.close();
    }

    private void close() throws Exception {
        front.close();
        ingest.close();
    }

    private void restart(LaneConfig lanes, HttpDoorConfig door) throws Exception {
        close();
        ingest = new RunningIngest(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0),
                Optional.empty(), Optional.empty(), lanes, Enrolment.CLOSED, door));
        front = ingest.http();
        gauge = HttpGateway.of(front, "awlr-p2c", SECRET);
    }

    private static LaneConfig smallLane() {
        return new LaneConfig(1, QUEUE, QUEUE, 1 << 20, 8, Duration.ofMillis(20), Duration.ofMillis(200),
                Duration.ofSeconds(10));
    }

    @Test
    void twoMebibytesAreRefusedWithAndWithoutADeclaredLength() throws Exception {
        byte[] large = new byte[2 << 20];
        for (var body : List.of(BodyPublishers.ofByteArray(large),
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))) {
            var request = gauge.request(IngestFront.DOOR + "?topic=" + TOPIC).POST(body);
            assertThat(gauge.send(request.build()).statusCode()).isEqualTo(413);
            assertThat(gauge.send(request.expectContinue(true).build()).statusCode()).isEqualTo(413);
        }
        assertThat(outcomes(gauge.send(gauge.single(TOPIC, level(now, 7_800))))).containsExactly("stored");
        assertNothingIsHeld();
    }

    @Test
    void anHonestMebibyteIsRead() throws Exception {
        List<String> messages = IntStream.range(0, 1_000)
                .mapToObj(i -> message(TOPIC, level(now.minusMillis(i), 7_800) + " ".repeat(900))).toList();
        HttpResponse<String> answer = gauge.send(gauge.batch(envelope(messages)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(outcomes(answer)).hasSize(1_000).containsOnly("stored");
        assertThat(database.count("flood_reading")).isEqualTo(1_000);
    }

    @Test
    void aPayloadTooLargeForMqttGoesToQuarantineHereToo() throws Exception {
        assertThat(outcomes(gauge.send(gauge.single(TOPIC, "x".repeat(65 * 1024)))))
                .containsExactly("quarantined too_large");
    }

    @Test
    void aThousandPostsAtOnceAreAllStored() throws Exception {
        restart(LaneConfig.defaults(), HttpDoorConfig.defaults().withOpen(2_048, 2_048, 32 << 20));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> gauge.client().sendAsync(gauge.single(TOPIC, level(now.minusMillis(i), 7_800)),
                        BodyHandlers.ofString()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(outcomes(answer.get())).containsExactly("stored");
        }
        assertThat(database.count("flood_reading")).isEqualTo(1_000);
        assertNothingIsHeld();
    }

    @Test
    void aStalledDatabaseIsToldAfterABoundedWaitAndNothingAnsweredIsMissing() throws Exception {
        restart(smallLane(), HttpDoorConfig.defaults().withAnswerWithin(Duration.ofMillis(500)));
        List<String> batch = IntStream.range(0, 100)
                .mapToObj(i -> message(TOPIC, level(now.minusMillis(i), 7_800))).toList();
        try (Connection lock = database.database().source().getConnection();
                Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.flood_reading IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> gauge.client().sendAsync(gauge.batch(envelope(batch)), BodyHandlers.ofString()))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(503);
                assertThat(answer.get().headers().firstValue("Retry-After")).contains("5");
            }
            assertNothingIsHeld();
            lock.rollback();
        }
        Eventually.until("a repeat goes through", () -> gauge.send(gauge.batch(envelope(batch))).statusCode() == 200);
        assertThat(database.count("flood_reading")).isEqualTo(100);
        assertThat(database.count("quarantine")).isZero();
    }

    @Test
    void aRepeatUnderItsKeyGetsTheAnswerThatCameTooLate() throws Exception {
        restart(smallLane(), HttpDoorConfig.defaults().withAnswerWithin(Duration.ofMillis(300)));
        var request = gauge.request(IngestFront.DOOR + "?topic=" + TOPIC).header("Idempotency-Key", "upload-0001")
                .POST(BodyPublishers.ofString(level(now, 7_800))).build();
        try (Connection lock = database.database().source().getConnection();
                Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.flood_reading IN ACCESS EXCLUSIVE MODE");
            assertThat(gauge.send(request).statusCode()).isEqualTo(503);
            lock.rollback();
        }
        Eventually.until("it is stored", () -> database.count("flood_reading") == 1);
        HttpResponse<String> repeat = gauge.send(request);
        assertThat(outcomes(repeat)).containsExactly("stored");
        assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void slowSendersHoldNoThreadAndAreSentAwayInTheEnd() throws Exception {
        restart(LaneConfig.defaults(),
                HttpDoorConfig.defaults().withBodyWithin(Duration.ofSeconds(3)).withOpen(600, 600,
                        32 << 20));
        List<Socket> slow = new ArrayList<>();
        int threads = Thread.activeCount();
        for (int i = 0; i < 500; i++) {
            slow.add(trickle());
        }
        Eventually.until("all are inside", () -> metric("siaga_http_open_requests") == 500);
        assertThat(outcomes(gauge.send(gauge.single(TOPIC, level(now, 7_800))))).containsExactly("stored");
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
        restart(LaneConfig.defaults(), HttpDoorConfig.defaults().withOpen(4, 2, 1 << 20));
        ingest.register("awlr-p3", "flood", "11000, NULL");
        ingest.register("awlr-p4", "flood", "11000, NULL");
        HttpGateway other = gauge.as("awlr-p3", SECRET);
        HttpGateway third = gauge.as("awlr-p4", SECRET);
        List<Socket> slow = new ArrayList<>(List.of(trickle(), trickle()));
        Eventually.until("two are inside", () -> metric("siaga_http_open_requests") == 2);
        HttpResponse<String> tooMany = gauge.send(gauge.single(TOPIC, level(now, 7_800)));
        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After")).isPresent();
        assertThat(other.send(other.single("city/flood/awlr-p3/telemetry", level(now, 7_800))).statusCode())
                .isEqualTo(200);
        slow.add(trickle("awlr-p3"));
        slow.add(trickle("awlr-p3"));
        Eventually.until("four are inside", () -> metric("siaga_http_open_requests") == 4);
        assertThat(third.send(third.single("city/flood/awlr-p4/telemetry", level(now, 7_800))).statusCode())
                .isEqualTo(503);
        for (Socket each : slow) {
            each.close();
        }
        assertNothingIsHeld();
    }

    private Socket trickle() throws Exception {
        return trickle("awlr-p2c");
    }

    /** A sender that has promised a body and sends a little of it. */
    private Socket trickle(String device) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(15_000);
        socket.getOutputStream().write(("POST " + IngestFront.DOOR + "?topic=" + TOPIC + " HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: " + HttpGateway.basic(device, SECRET) + "\r\nContent-Length: 1000\r\n\r\n{\"v\":")
                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private void assertNothingIsHeld() throws Exception {
        Eventually.until("everything is given back",
                () -> metric("siaga_http_open_requests") == 0 && metric("siaga_http_open_bytes") == 0);
    }

    private int metric(String name) {
        return ingest.metrics().lines().filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }
}
