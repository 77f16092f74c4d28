package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What a device that asks for receipts is told, over real MQTT and a real database. */
class ReceiptsTest {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int SUBSCRIBE = 0x82;
    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";
    private static final String OWN = "city/flood/awlr-p2c/receipt";

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(100);
    private final Heard heard = new Heard();
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private MqttAsyncClient listening(int qos) throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        assertThat(subscribe(gauge, OWN, qos)).isEqualTo(qos);
        return gauge;
    }

    private int subscribe(MqttAsyncClient gauge, String filter, int qos) throws Exception {
        gauge.setCallback(heard);
        IMqttToken token = gauge.subscribe(new MqttSubscription[]{new MqttSubscription(filter, qos)});
        token.waitForCompletion(10_000);
        return token.getReasonCodes()[0];
    }

    private void send(MqttAsyncClient gauge, long... numbers) throws Exception {
        for (long number : numbers) {
            publish(gauge, TOPIC, "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}"
                    .formatted(start.plusSeconds(number).toEpochMilli(), number));
        }
    }

    private JsonNode until(long seq) throws Exception {
        AtomicReference<JsonNode> last = new AtomicReference<>(MissingNode.getInstance());
        Eventually.until("a receipt for " + seq, () -> {
            Heard.Publication next = heard.publications().poll();
            if (next != null) {
                assertThat(next.topic()).isEqualTo(OWN);
                last.set(new ObjectMapper().readTree(next.payload()));
            }
            return last.get().path("seq").asLong(-1) == seq;
        });
        return last.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theHighestContiguousNumberIsToldAfterItsCommit(int qos) throws Exception {
        MqttAsyncClient gauge = listening(qos);
        send(gauge, 7, 8, 10);
        JsonNode receipt = until(8);
        assertThat(receipt.path("v").asInt()).isEqualTo(1);
        assertThat(receipt.path("from").asLong()).isEqualTo(7);
        assertThat(receipt.path("session").asLong()).isEqualTo(1);
        send(gauge, 9);
        until(10);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void notEveryMessageIsAnswered() throws Exception {
        MqttAsyncClient gauge = listening(1);
        for (long number = 1; number <= 50; number++) {
            send(gauge, number);
        }
        int before = heard.publications().size();
        until(50);
        assertThat(before).isLessThan(25);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void whatWasLostIsToldAgainAfterTheNextMessageEvenOneThatChangesNothing() throws Exception {
        MqttAsyncClient gauge = listening(1);
        send(gauge, 1, 2);
        until(2);
        send(gauge, 2);
        until(2);
        gauge.disconnect().waitForCompletion();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "city/flood/+/receipt", "city/+/awlr-p2c/receipt", "city/flood/awlr-other/receipt",
            "city/flood/awlr-p2c/telemetry", "city/flood/awlr-p2c/receipt/more", "city/flood/awlr-other/cmd",
            "city/+/awlr-p2c/cmd", "$share/a/city/flood/awlr-p2c/receipt",
            "city/nothing/awlr-p2c/receipt"})
    void everyOtherSubscriptionIsRefused(String filter) throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        assertThat(subscribe(gauge, filter, 1)).isEqualTo(NOT_AUTHORIZED);
        gauge.disconnect().waitForCompletion();
    }

    @ParameterizedTest
    @CsvSource({"#, 128", "city/flood/awlr-p2c/receipt, 1"})
    void anOlderClientIsAnsweredInItsOwnCodes(String filter, int code) throws Exception {
        try (RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 60)) {
            gauge.send(SUBSCRIBE, ByteBuffer.allocate(5 + filter.length()).putShort((short) 1)
                    .putShort((short) filter.length()).put(filter.getBytes(StandardCharsets.UTF_8)).put((byte) 1)
                    .array());
            assertThat(gauge.read(5)).containsExactly(0x90, 3, 0, 1, code);
        }
    }

    @Test
    void exactlyOnceIsGrantedAsAtLeastOnce() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        assertThat(subscribe(gauge, OWN, 2)).isEqualTo(1);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void afterARestartTheGapIsStillKnown() throws Exception {
        MqttAsyncClient gauge = listening(1);
        send(gauge, 1, 2, 4, 5);
        until(2);
        gauge.disconnect().waitForCompletion();
        ingest.close();
        ingest = new RunningIngest(database);
        heard.publications().clear();
        gauge = listening(1);
        send(gauge, 6);
        until(2);
        send(gauge, 3);
        until(6);
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void afterAKillNothingIsForgottenAndNothingInvented() throws Exception {
        try (KilledIngest killed = KilledIngest.start(database)) {
            MqttAsyncClient gauge = RunningIngest.connectTo(killed.port(), "awlr-p2c");
            send(gauge, 1, 2, 3, 5, 6, 4, 8, 9);
        }
        ingest.close();
        ingest = new RunningIngest(database);
        assertThat(database.rows("SELECT highest_number, missing FROM telemetry.sequence_session"))
                .containsExactly("9|1");
        assertThat(database.rows("SELECT sum(numbers), sum(missing), sum(late) FROM telemetry.sequence_hour"))
                .containsExactly("8|1|1");
        MqttAsyncClient gauge = listening(1);
        send(gauge, 10);
        until(6);
        send(gauge, 7);
        until(10);
        gauge.disconnect().waitForCompletion();
    }
}
