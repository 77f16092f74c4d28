package id.siaga.ingest;

import static id.siaga.ingest.HttpGateway.envelope;
import static id.siaga.ingest.HttpGateway.json;
import static id.siaga.ingest.HttpGateway.message;
import static id.siaga.ingest.HttpGateway.outcomes;
import static id.siaga.ingest.OpenHttpDoor.TOPIC;
import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.lane.LaneConfig;

/** Who may send what over HTTP, and how often. */
class HttpSendersTest {

    @RegisterExtension
    final OpenHttpDoor door = new OpenHttpDoor();

    private static final int STRANGERS = 40;
    private static final int BURST_SECONDS = 10;

    @Test
    void aDeviceSpeaksForItselfAndForNobodyElse() throws Exception {
        door.ingest().register("awlr-p3", "flood", "11000, NULL");
        String other = "city/flood/awlr-p3/telemetry";
        HttpResponse<String> single = door.gauge().send(door.gauge().single(other, door.reading(0, 7_800)));
        assertThat(single.statusCode()).isEqualTo(403);
        assertThat(single.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(single).at("/errors/0/field").asText()).isEqualTo("topic");
        HttpResponse<String> mixed = door.gauge().send(door.gauge().batch(
                envelope(List.of(message(other, door.reading(0, 7_800)), message(TOPIC, door.reading(0, 7_900))))));
        assertThat(mixed.statusCode()).isEqualTo(200);
        assertThat(outcomes(mixed)).containsExactly("quarantined not_permitted", "stored");
        assertThat(door.database().rows("SELECT device_id FROM telemetry.flood_reading")).containsExactly("awlr-p2c");
        assertThat(door.database().rows("SELECT DISTINCT principal, reason FROM telemetry.quarantine"))
                .containsExactly("awlr-p2c|NOT_PERMITTED");
    }

    @Test
    void whoIsNotADeviceIsRefusedAndNoted() throws Exception {
        List<String> headers = List.of("", "Bearer a-session-of-an-operator", "Basic !!", HttpGateway.basic("", "x"),
                HttpGateway.basic("awlr-p2c", "wrong"), HttpGateway.basic("nobody", SECRET));
        for (String header : headers) {
            HttpGateway sender = door.gauge().authorized(header);
            HttpResponse<String> answer = sender.send(sender.single(TOPIC, door.reading(0, 7_800)));
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        }
        assertThat(door.database().count("message")).isZero();
        Eventually.until("the refusals are rows", () -> door.database()
                .rows("SELECT user_name, reason, count FROM telemetry.connection_refusal ORDER BY user_name")
                .equals(List.of("|no user name or secret|4", "awlr-p2c|wrong name or secret|1",
                        "nobody|wrong name or secret|1")));
    }

    @Test
    void aRetiredDeviceIsRefusedFromItsNextRequestOn() throws Exception {
        assertThat(door.post(0, 7_800).statusCode()).isEqualTo(200);
        door.database().execute("UPDATE telemetry.device SET status = 'retired' WHERE device_id = 'awlr-p2c';"
                + "NOTIFY siaga_registry, 'awlr-p2c'");
        Eventually.until("the door knows",
                () -> door.post(0, 7_800).statusCode() == 401);
    }

    @Test
    void strangersWaitForEachOtherAFewAtATimeAndWhoIsKnownWaitsForNoneOfThem() throws Exception {
        Eventually.until("the door knows the gauge", () -> door.post(1, 7_800).statusCode() == 200);
        List<CompletableFuture<HttpResponse<String>>> strangers;
        try (Connection lock = door.locked("device")) {
            strangers = IntStream.range(0, STRANGERS).mapToObj(i -> door.gauge().as("nobody-" + i, SECRET))
                    .map(each -> each.client().sendAsync(each.single(TOPIC, "x".repeat(60_000)),
                            BodyHandlers.ofString()))
                    .toList();
            Eventually.until("most are told to come later",
                    () -> answered(strangers) == STRANGERS - door.metric("siaga_http_open_requests"));
            assertThat(answered(strangers)).isBetween(STRANGERS / 2L, STRANGERS - 1L);
            assertThat(door.metric("siaga_http_open_bytes")).as("the body of a stranger is not read").isZero();
            assertThat(outcomes(door.post(0, 7_800))).containsExactly("stored");
            lock.rollback();
        }
        for (CompletableFuture<HttpResponse<String>> stranger : strangers) {
            assertThat(stranger.get().statusCode()).isIn(401, 503);
        }
        assertThat(strangers).extracting(each -> each.get().statusCode()).contains(401, 503);
        assertThat(door.database().count("message")).isEqualTo(2);
    }

    private static long answered(List<CompletableFuture<HttpResponse<String>>> requests) {
        return requests.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    void whatADeviceSentOverMqttCountsOverHttp() throws Exception {
        allow("awlr-p2c", 1);
        door.ingest().registerGauge("modest", "CIKEAS");
        try (RawClient mqtt = RawClient.connected(door.ingest(), "awlr-p2c", 60)) {
            for (int i = 1; i <= 2 * BURST_SECONDS; i++) {
                mqtt.publish(TOPIC, i, door.reading(i, 7_000));
            }
            Eventually.until("its socket is not read", () -> door.metric("siaga_throttled_total") > 0);
            HttpResponse<String> refused = door.post(0, 7_800);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
                    .isBetween(1, BURST_SECONDS);
            HttpGateway modest = door.gauge().as("modest", SECRET);
            assertThat(outcomes(modest.send(modest.single("city/flood/modest/telemetry", door.reading(0, 7_800)))))
                    .containsExactly("stored");
        }
    }

    @Test
    void whatADeviceSentOverHttpCountsOverMqttUntilTheDebtIsPaid() throws Exception {
        int perSecond = 10;
        allow("awlr-p2c", perSecond);
        List<String> beyond = IntStream.range(0, (BURST_SECONDS + 6) * perSecond)
                .mapToObj(i -> message(TOPIC, door.reading(1_000 + i, 7_000))).toList();
        assertThat(door.gauge().send(door.gauge().batch(envelope(beyond))).statusCode()).isEqualTo(200);
        assertThat(door.metric("siaga_throttled_total")).isZero();
        try (RawClient mqtt = RawClient.connected(door.ingest(), "awlr-p2c", 60)) {
            mqtt.publish(TOPIC, 1, door.reading(1, 7_000));
            Eventually.until("its socket is not read", () -> door.metric("siaga_throttled_total") == 1);
        }
        assertThat(door.post(0, 7_800).statusCode()).isEqualTo(429);
        Eventually.until("the debt is paid", () -> door.post(0, 7_800).statusCode() == 200);
    }

    private void allow(String device, int perSecond) throws Exception {
        door.database().execute("UPDATE telemetry.device SET quota_per_s = %d WHERE device_id = '%s';"
                .formatted(perSecond, device) + "NOTIFY siaga_registry, '" + device + "'");
        door.reopen(LaneConfig.defaults(), HttpDoorConfig.defaults());
    }
}
