package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;

/** A post in alarm is watched more closely, and as before half an hour after the alert has cleared. */
class CadenceTest {

    private static final int SIAGA_3_MM = 11_000 - 3_700;

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(10);
    private final Heard heard = new Heard();

    @Test
    void theGaugesOfAPostInAlarmAreAskedToReportFasterAndThenBack() throws Exception {
        try (TestDatabase database = TestDatabase.create(); RunningIngest ingest = new RunningIngest(database)) {
            ingest.registerGauge("awlr-p2c", "P2C");
            ingest.registerGauge("second", "P2C");
            ingest.registerGauge("elsewhere", "CIKEAS");
            ingest.registerGauge("quick", "P2C");
            database.execute("UPDATE telemetry.device SET interval_s = 20 WHERE device_id = 'quick'");
            MqttAsyncClient gauge = ingest.connect("awlr-p2c");
            gauge.setCallback(heard);
            gauge.subscribe(new MqttSubscription[]{new MqttSubscription("city/flood/awlr-p2c/cmd", 1)})
                    .waitForCompletion(10_000);
            status(gauge, 600);
            for (int i = 0; i < 3; i++) {
                publish(gauge, "city/flood/awlr-p2c/telemetry", level(start.plusSeconds(i), SIAGA_3_MM));
            }
            assertThat(database.rows("SELECT level FROM telemetry.alert")).containsExactly("SIAGA_3");
            Eventually.until("asked for 60 s", () -> asked("{\"interval_s\": 60}"));
            assertThat(database.rows("SELECT device_id, normal_s FROM telemetry.device_cadence ORDER BY 1"))
                    .containsExactly("awlr-p2c|600", "second|300");

            status(gauge, 60);
            Eventually.until("silence is judged by the new period", () -> database
                    .rows("SELECT interval_s FROM telemetry.device_state WHERE device_id = 'awlr-p2c'")
                    .equals(java.util.List.of("60")));
            database.execute("UPDATE telemetry.alert SET cleared_at = now() - interval '31 minutes'");
            Eventually.until("asked for 600 s", () -> asked("{\"interval_s\": 600}"));
            assertThat(database.count("device_command")).isEqualTo(4);
            gauge.disconnect().waitForCompletion();
        }
    }

    private static void status(MqttAsyncClient gauge, int interval) throws Exception {
        publish(gauge, "city/flood/awlr-p2c/status", "{\"v\":1,\"state\":\"online\",\"interval\":" + interval + "}");
    }

    private boolean asked(String arguments) {
        Heard.Publication next = heard.publications().poll();
        return next != null && next.payload().contains("\"args\":" + arguments);
    }
}
