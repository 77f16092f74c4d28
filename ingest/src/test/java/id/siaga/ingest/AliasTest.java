package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.Test;

/** A network calls a device by another name; the tables know one device. */
class AliasTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void whatComesUnderAnAliasIsStoredUnderTheDevice() throws Exception {
        try (TestDatabase database = TestDatabase.create(); RunningIngest ingest = new RunningIngest(database)) {
            ingest.registerGauge("awlr-p2c", "P2C");
            ingest.register("gw-1", "gateway", "NULL, NULL");
            database.execute("INSERT INTO telemetry.device_alias VALUES ('24e124136b502217', 'awlr-p2c')");
            MqttAsyncClient gateway = ingest.connect("gw-1");
            publish(gateway, "city/flood/24e124136b502217/telemetry", numbered(1, now.minusSeconds(1)));
            publish(gateway, "city/flood/awlr-p2c/telemetry", numbered(2, now));
            assertThat(database.rows("SELECT device_id, level_mm FROM telemetry.flood_reading"))
                    .containsExactly("awlr-p2c|3200.0", "awlr-p2c|3200.0");
            Eventually.until("one account of its numbers", () -> database.rows("""
                                                                               SELECT device_id, highest_number, missing
                                                                               FROM telemetry.sequence_session
                                                                               WHERE session > 0""")
                    .equals(java.util.List.of("awlr-p2c|2|0")));
            gateway.disconnect().waitForCompletion();
        }
    }

    private static String numbered(int number, Instant at) {
        return level(at, 7_800).replace("\"v\":1,", "\"v\":1,\"seq\":" + number + ",");
    }
}
