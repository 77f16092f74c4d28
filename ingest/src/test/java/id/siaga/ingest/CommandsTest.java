package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What is asked of a device reaches it once it listens, in order, over real MQTT and a real database. */
class CommandsTest {

    private static final String OWN = "city/flood/awlr-p2c/cmd";
    private static final String EVENT = "city/flood/awlr-p2c/event";

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

    @Test
    void aDeviceThatWasAwayGetsWhatWaitsInOrderAndItsAnswerIsKept() throws Exception {
        ask("interval", "{\"interval_s\": 60}", "1 hour");
        ask("reboot", "{}", "1 hour");
        ask("interval", "{\"interval_s\": 300}", "1 hour");
        MqttAsyncClient gauge = listening(ingest, heard);
        List<JsonNode> got = receive(3);
        assertThat(got).extracting(each -> each.path("cmd").asText()).containsExactly("interval", "reboot", "interval");
        assertThat(got.getFirst().path("args").path("interval_s").asInt()).isEqualTo(60);
        assertThat(got.getFirst().path("v").asInt()).isEqualTo(1);
        until("1|delivered", "2|delivered", "3|delivered");

        publish(gauge, EVENT, answer(1, "command.done", 1));
        publish(gauge, EVENT, answer(2, "command.failed", 2));
        assertThat(states()).containsExactly("1|acked", "2|failed", "3|delivered");
        assertThat(database.rows("SELECT detail FROM telemetry.device_command WHERE command_id = 2"))
                .containsExactly("busy");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void aConnectedDeviceIsAskedAtOnceAndAnotherCannotAnswerForIt() throws Exception {
        MqttAsyncClient gauge = listening(ingest, heard);
        ingest.registerGauge("other", "P2C");
        ask("reboot", "{}", "1 hour");
        receive(1);
        until("1|delivered");
        MqttAsyncClient other = ingest.connect("other");
        publish(other, "city/flood/other/event", answer(1, "command.done", 1));
        assertThat(states()).containsExactly("1|delivered");
        other.disconnect().waitForCompletion();
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void withoutItsPubackACommandComesAgainAlsoAfterARestart() throws Exception {
        MqttAsyncClient gauge = ingest.connect("awlr-p2c");
        gauge.setManualAcks(true);
        subscribe(gauge, heard);
        ask("reboot", "{}", "1 hour");
        receive(1);
        gauge.disconnectForcibly(0, 0, false);
        ingest.close();
        assertThat(states()).containsExactly("1|sent");
        ingest = new RunningIngest(database);
        gauge = listening(ingest, heard);
        assertThat(receive(1).getFirst().path("id").asText()).isEqualTo("1");
        until("1|delivered");
        gauge.disconnect().waitForCompletion();
    }

    @Test
    void severalProcessesNeverHandOverTheSame() throws Exception {
        try (RunningIngest second = new RunningIngest(database)) {
            for (int i = 0; i < 20; i++) {
                ask("interval", "{\"interval_s\": 60}", "1 hour");
            }
            MqttAsyncClient here = listening(ingest, heard);
            MqttAsyncClient there = listening(second, heard);
            List<String> ids = receive(20).stream().map(each -> each.path("id").asText()).toList();
            assertThat(ids).doesNotHaveDuplicates().hasSize(20);
            Eventually.until("all delivered", () -> states().stream().allMatch(each -> each.endsWith("|delivered")));
            assertThat(heard.publications()).isEmpty();
            assertThat(database.rows("SELECT max(attempts) FROM telemetry.device_command")).containsExactly("1");
            here.disconnect().waitForCompletion();
            there.disconnect().waitForCompletion();
        }
    }

    @Test
    void whatCameTooLateIsNotSentAndTheQueueHasAnEnd() throws Exception {
        ask("reboot", "{}", "-1 second");
        ask("interval", "{\"interval_s\": 60}", "1 hour");
        MqttAsyncClient gauge = listening(ingest, heard);
        assertThat(receive(1).getFirst().path("cmd").asText()).isEqualTo("interval");
        until("1|expired", "2|delivered");
        gauge.disconnect().waitForCompletion();
        for (int i = 0; i < 20; i++) {
            assertThat(ask("reboot", "{}", "1 hour")).isNotEqualTo("null");
        }
        assertThat(ask("reboot", "{}", "1 hour")).isEqualTo("null");
    }

    private String ask(String name, String arguments, String within) throws Exception {
        return database.rows("SELECT telemetry.queue_command('awlr-p2c', '%s', '%s', 'test', now() + interval '%s')"
                .formatted(name, arguments, within)).getFirst();
    }

    private static String answer(long ts, String type, long commandId) {
        return "{\"v\":1,\"ts\":%d,\"type\":\"%s\",\"attrs\":{\"id\":\"%d\",\"reason\":\"busy\"}}"
                .formatted(System.currentTimeMillis() + ts, type, commandId);
    }

    private static MqttAsyncClient listening(RunningIngest at, Heard heard) throws Exception {
        MqttAsyncClient gauge = at.connect("awlr-p2c");
        subscribe(gauge, heard);
        return gauge;
    }

    private static void subscribe(MqttAsyncClient gauge, Heard heard) throws Exception {
        gauge.setCallback(heard);
        IMqttToken token = gauge.subscribe(new MqttSubscription[]{new MqttSubscription(OWN, 1)});
        token.waitForCompletion(10_000);
        assertThat(token.getReasonCodes()).containsExactly(1);
    }

    private List<JsonNode> receive(int count) throws Exception {
        List<JsonNode> got = new ArrayList<>();
        Eventually.until(count + " commands", () -> {
            Heard.Publication next = heard.publications().poll();
            if (next != null) {
                assertThat(next.topic()).isEqualTo(OWN);
                got.add(new ObjectMapper().readTree(next.payload()));
            }
            return got.size() == count;
        });
        return got;
    }

    private List<String> states() throws Exception {
        return database.rows("SELECT command_id, state FROM telemetry.device_command ORDER BY command_id");
    }

    private void until(String... expected) throws Exception {
        Eventually.until(String.join(", ", expected), () -> states().equals(List.of(expected)));
    }
}
