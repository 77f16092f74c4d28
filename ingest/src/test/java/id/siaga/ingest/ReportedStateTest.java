package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.Test;

/** What a device says of itself lands in its twin, and not with every message. */
class ReportedStateTest {

    @Test
    void firmwareAndIntervalAreWrittenWhenTheyChangeAndOnceAMinuteAtMost() throws Exception {
        try (TestDatabase database = TestDatabase.create(); RunningIngest ingest = new RunningIngest(database)) {
            ingest.registerGauge("awlr-p2c", "P2C");
            database.execute("INSERT INTO telemetry.device_twin (device_id, reported, reported_version) "
                    + "VALUES ('awlr-p2c', '{\"note\": \"kept\"}', 7)");
            MqttAsyncClient gauge = ingest.connect("awlr-p2c");
            publish(gauge, "city/flood/awlr-p2c/status",
                    "{\"v\":1,\"state\":\"online\",\"interval\":300,\"fw\":\"1.4\"}");
            until(database, "8|1.4|300|kept");
            for (int i = 0; i < 20; i++) {
                publish(gauge, "city/flood/awlr-p2c/telemetry", reading(i, i % 2 == 0 ? "1.5" : "1.4"));
            }
            Eventually.until("all states written", () -> database
                    .rows("SELECT last_sequence FROM telemetry.device_state").equals(List.of("19")));
            assertThat(twin(database)).containsExactly("8|1.4|300|kept");
            assertThat(database.rows("SELECT version, firmware FROM telemetry.device")).as("what people registered")
                    .containsExactly("1|null");
            gauge.disconnect().waitForCompletion();
        }
    }

    private static String reading(int number, String firmware) {
        return "{\"v\":1,\"seq\":%d,\"ts\":%d,\"m\":{\"water.distance\":3000},\"fw\":\"%s\"}".formatted(number,
                System.currentTimeMillis() - 60_000 + number * 1000L, firmware);
    }

    private static void until(TestDatabase database, String expected) throws Exception {
        Eventually.until(expected, () -> twin(database).equals(List.of(expected)));
    }

    private static List<String> twin(TestDatabase database) throws Exception {
        return database.rows("""
                             SELECT reported_version, reported ->> 'firmware', reported ->> 'interval_s',
                                 reported ->> 'note' FROM telemetry.device_twin""");
    }
}
