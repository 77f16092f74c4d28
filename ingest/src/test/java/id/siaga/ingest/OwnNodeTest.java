package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.decode.SparkplugBytes;

/** A Sparkplug node that connects to Siaga itself is asked for its birth there, and hears no other node's commands. */
class OwnNodeTest {

    private static final int NOT_AUTHORIZED = 0x87;
    private final long start = Instant.now().minusSeconds(60).toEpochMilli();

    @Test
    void aNodeWhoseBirthWasMissedIsAskedOnItsOwnConnection() throws Exception {
        try (TestDatabase database = TestDatabase.create(); RunningIngest ingest = new RunningIngest(database)) {
            ingest.register("rtu-1", "pump", "NULL, NULL");
            ingest.register("rtu-2", "pump", "NULL, NULL");
            database.execute("INSERT INTO telemetry.device_alias VALUES ('BBWS/RTU-1', 'rtu-1')");
            MqttAsyncClient node = ingest.connect("rtu-1");
            Heard heard = new Heard();
            node.setCallback(heard);
            Eventually.until("its alias is known", () -> subscribe(node, "spBv1.0/BBWS/NCMD/RTU-1") < NOT_AUTHORIZED);
            assertThat(subscribe(node, "spBv1.0/BBWS/NCMD/RTU-2")).isEqualTo(NOT_AUTHORIZED);
            assertThat(subscribe(node, "spBv1.0/BBWS/NCMD/+")).isEqualTo(NOT_AUTHORIZED);
            assertThat(subscribe(node, "spBv1.0/BBWS/DCMD/RTU-1")).isEqualTo(NOT_AUTHORIZED);
            MqttAsyncClient other = ingest.connect("rtu-2");
            assertThat(subscribe(other, "spBv1.0/BBWS/NCMD/RTU-1")).isEqualTo(NOT_AUTHORIZED);

            data(node, "NDATA", SparkplugBytes.payload(start + 5_000, 5).aliased(1, SparkplugBytes.DOUBLE, 20));
            Heard.Publication[] asked = new Heard.Publication[1];
            Eventually.until("asked for its birth", () -> (asked[0] = heard.publications().poll()) != null);
            assertThat(asked[0].topic()).isEqualTo("spBv1.0/BBWS/NCMD/RTU-1");
            assertThat(asked[0].payload()).contains("Node Control/Rebirth");

            data(node, "NBIRTH", SparkplugBytes.payload(start + 6_000, 0).bdSeq(1).announced("gate.position", 1,
                    SparkplugBytes.DOUBLE, 10));
            data(node, "NDATA", SparkplugBytes.payload(start + 7_000, 1).aliased(1, SparkplugBytes.DOUBLE, 30));
            Eventually.until("the metric has its name", () -> database
                    .rows("SELECT count(gate_pct) FROM telemetry.pump_state WHERE device_id = 'rtu-1'").getFirst()
                    .equals("2"));
            node.disconnect().waitForCompletion();
            other.disconnect().waitForCompletion();
        }
    }

    private static int subscribe(MqttAsyncClient node, String filter) throws MqttException {
        IMqttToken token = node.subscribe(new MqttSubscription[]{new MqttSubscription(filter, 1)});
        try {
            token.waitForCompletion(10_000);
        } catch (MqttException e) {
            // Paho throws for a filter that is not granted; the code says which.
        }
        return token.getReasonCodes()[0];
    }

    private static void data(MqttAsyncClient node, String type, SparkplugBytes payload) throws MqttException {
        MqttMessage message = new MqttMessage(payload.bytes());
        message.setQos(1);
        node.publish("spBv1.0/BBWS/" + type + "/RTU-1", message).waitForCompletion(10_000);
    }
}
