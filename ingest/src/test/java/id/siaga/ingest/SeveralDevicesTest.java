package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A prober's message about several access points: each is stored under its own name, and the whole is answered once. */
@Timeout(60)
class SeveralDevicesTest {

    private static final String TOPIC = "telegraf/probe-1/ping";
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;
    private RunningIngest ingest;
    private MqttAsyncClient probe;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.register("probe-1", "gateway", "NULL, NULL");
        // Names of two lanes: their hashes differ by one.
        ingest.register("ap-1", "wifi", "NULL, NULL");
        ingest.register("ap-2", "link", "NULL, NULL");
        probe = ingest.connect("probe-1");
    }

    @AfterEach
    void stop() throws Exception {
        probe.disconnect().waitForCompletion();
        ingest.close();
        database.close();
    }

    @Test
    void eachIsStoredWithItsOwnPartAsEvidence() throws Exception {
        assertThat(publish(probe, TOPIC, ping("ap-1", 3, now) + ping("ap-2", 5, now))).isZero();
        assertThat(database.rows("SELECT device_id, rtt_ms FROM telemetry.wifi_health")).containsExactly("ap-1|3.0");
        assertThat(database.rows("SELECT device_id, rtt_ms FROM telemetry.link_health")).containsExactly("ap-2|5.0");
        assertThat(database.rows("SELECT device_id, convert_from(payload, 'UTF8') FROM telemetry.message ORDER BY 1"))
                .containsExactly("ap-1|" + ping("ap-1", 3, now), "ap-2|" + ping("ap-2", 5, now));
    }

    @Test
    void oneThatIsUnknownIsPutAsideAloneAndTheWholeIsNotCalledStored() throws Exception {
        assertThat(publish(probe, TOPIC, ping("ap-1", 3, now) + ping("ap-9", 4, now) + ping("ap-2", 5, now)))
                .isIn(NOT_AUTHORIZED, PAYLOAD_FORMAT_INVALID);
        assertThat(database.count("wifi_health")).isEqualTo(1);
        assertThat(database.rows("SELECT reason, convert_from(payload, 'UTF8') FROM telemetry.quarantine"))
                .containsExactly("UNKNOWN_DEVICE|" + ping("ap-9", 4, now));
    }

    @Test
    void nobodyIsAnsweredBeforeTheLastPartIsCommitted() throws Exception {
        IMqttToken sent;
        try (Connection lock = database.database().source().getConnection(); Statement hold = lock.createStatement()) {
            lock.setAutoCommit(false);
            hold.execute("LOCK TABLE telemetry.wifi_health IN ACCESS EXCLUSIVE MODE");
            sent = probe.publish(TOPIC, bytes(ping("ap-1", 3, now) + ping("ap-2", 5, now)), 1, false);
            Eventually.until("the other part is committed", () -> database.count("link_health") > 0);
            assertThat(sent.isComplete()).isFalse();
            lock.commit();
        }
        sent.waitForCompletion(10_000);
        assertThat(sent.getReasonCodes()).containsExactly(0);
        assertThat(database.count("wifi_health")).isEqualTo(1);
    }

    @Test
    void aRedeliveryChangesNothing() throws Exception {
        String both = ping("ap-1", 3, now) + ping("ap-2", 5, now);
        assertThat(publish(probe, TOPIC, both)).isZero();
        assertThat(publish(probe, TOPIC, both)).isZero();
        assertThat(database.count("wifi_health")).isEqualTo(1);
        assertThat(database.count("message")).isEqualTo(2);
        assertThat(database.count("quarantine")).isZero();
    }

    @Test
    void whatOneMessageAfterTheOtherSaysOfAnInstantIsOneRow() throws Exception {
        String uptime = "snmp,agent_host=ap-1 uptime=77 " + now.toEpochMilli() + "000000\n";
        for (int i = 0; i < 2; i++) {
            assertThat(publish(probe, TOPIC, ping("ap-1", 3, now))).isZero();
            assertThat(publish(probe, TOPIC, uptime)).isZero();
        }
        assertThat(publish(probe, TOPIC, ping("ap-1", 4, now))).isEqualTo(PAYLOAD_FORMAT_INVALID);
        assertThat(database.rows("SELECT rtt_ms, uptime_s FROM telemetry.wifi_health")).containsExactly("3.0|77.0");
        assertThat(database.count("message")).isEqualTo(2);
        assertThat(database.rows("SELECT reason FROM telemetry.quarantine")).containsExactly("CONFLICT");
    }

    @Test
    void everyDevicesMessagesKeepTheirOrder() throws Exception {
        List<IMqttToken> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Instant at = now.minusMillis(100 - i);
            sent.add(probe.publish(TOPIC, bytes(ping("ap-1", i, at) + ping("ap-2", i, at)), 1, false));
        }
        for (IMqttToken token : sent) {
            token.waitForCompletion(10_000);
        }
        List<String> inOrder = IntStream.range(0, 100).mapToObj(i -> i + ".0").toList();
        assertThat(database.rows("SELECT rtt_ms FROM telemetry.wifi_health ORDER BY message_id")).isEqualTo(inOrder);
        assertThat(database.rows("SELECT rtt_ms FROM telemetry.link_health ORDER BY message_id")).isEqualTo(inOrder);
    }

    private static String ping(String target, int milliseconds, Instant at) {
        return "ping,host=probe-1,url=" + target + " average_response_ms=" + milliseconds + " " + at.toEpochMilli()
                + "000000\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
