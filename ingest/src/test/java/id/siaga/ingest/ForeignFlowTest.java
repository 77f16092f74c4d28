package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.Test;

/** Devices that speak no format of ours, from the socket to the tables. */
class ForeignFlowTest extends RunningIngestFixture {

    private static final String KEY = "0a1b2cKEY";

    @Test
    void firmwareThatPublishesTwiceIsStoredOnce() throws Exception {
        ingest.registerGauge("POS7", "P2C");
        MqttAsyncClient station = ingest.connect("POS7");
        publish(station, "POS7/parameter", "{\"TMA\":123,\"PumpStatus\":0}");
        publish(station, "POS7/parameter", "{\"TMA\":123,\"PumpStatus\":0}");
        publish(station, "POS7/parameter", "{\"TMA\":124,\"PumpStatus\":0}");
        publish(station, "POS7/parameter", "{\"TMA\":124,\"PumpStatus\":0}");

        assertThat(database.rows("SELECT level_mm FROM telemetry.flood_reading ORDER BY observed_at"))
                .containsExactly("1230.0", "1240.0");
        assertThat(database.count("message")).isEqualTo(2);
        assertThat(ingest.metrics()).containsPattern("siaga_messages_total\\{.*outcome=\"duplicate\".*} 2");
        station.disconnect().waitForCompletion();
    }

    @Test
    void aBridgeSpeaksForItsDevicesWithoutTheirWifi() throws Exception {
        ingest.registerGauge("a", "P2C");
        ingest.registerGauge("b", "P2C");
        ingest.register("gw", "gateway", "NULL, NULL");
        MqttAsyncClient gateway = ingest.connect("gw");
        assertThat(publish(gateway, "v1.1/Observations", "{\"result\":1}")).isGreaterThanOrEqualTo(0x80);
        publish(gateway, "zigbee2mqtt/a", "{\"temperature\":27.5,\"last_seen\":\"2026-01-20T08:30:00+07:00\"}");
        publish(gateway, "tele/b/STATE", "{\"UptimeSec\":13,\"Wifi\":{\"SSId\":\"RumahBuSiti\",\"RSSI\":86}}");

        assertThat(database.rows("SELECT device_id, air_temperature_c FROM telemetry.flood_reading"))
                .containsExactly("a|27.5");
        assertThat(database.rows("SELECT metric, number FROM telemetry.measurement WHERE device_id = 'b' ORDER BY 1"))
                .containsExactly("device.uptime|13.0", "wifi.quality|86.0");
        assertThat(database.rows("SELECT convert_from(payload, 'UTF8') FROM telemetry.message")).hasSize(2)
                .noneMatch(payload -> payload.contains("RumahBuSiti"));
        gateway.disconnect().waitForCompletion();
    }

    @Test
    void anAccessKeyInATopicReachesNoTable() throws Exception {
        ingest.registerGauge("antares-7", "P2C");
        database.execute("INSERT INTO telemetry.device_alias VALUES ('/antares-cse/cnt-7', 'antares-7')");
        ingest.register("bridge", "gateway", "NULL, NULL");
        MqttAsyncClient bridge = ingest.connect("bridge");
        String topic = "/oneM2M/resp/antares-cse/" + KEY + "/json";
        publish(bridge, topic, """
                               {"m2m:sgn":{"m2m:nev":{"m2m:rep":{"m2m:cin":{"pi":"/antares-cse/cnt-7",
                                "ct":"20260120T083000","con":"{\\"tma\\":\\"182\\"}"}}}}}""");
        publish(bridge, topic, "{\"m2m:rqp\":{\"fr\":\"" + KEY + "\",\"pc\":{\"m2m:cin\":{\"con\":\"x\"}}}}");
        publish(bridge, "/oneM2M/resp/antares-cse/" + KEY + "/xml", "<x/>");

        assertThat(database.rows("SELECT topic FROM telemetry.message")).containsExactly(
                "/oneM2M/resp/antares-cse/-/json");
        assertThat(database.rows("SELECT device_id, level_mm FROM telemetry.flood_reading"))
                .containsExactly("antares-7|1820.0");
        assertThat(database.rows("SELECT topic || detail || convert_from(payload, 'UTF8') FROM telemetry.quarantine"))
                .hasSize(2).noneMatch(row -> row.contains(KEY));
        bridge.disconnect().waitForCompletion();
    }

    @Test
    void anAvailabilityTopicIsPresence() throws Exception {
        ingest.registerGauge("tma-1", "P2C");
        MqttAsyncClient tasmota = ingest.connect("tma-1");
        publish(tasmota, "tele/tma-1/LWT", "Online");
        Eventually.until("it is online", () -> presence().equals("online"));
        publish(tasmota, "tele/tma-1/LWT", "Offline");
        Eventually.until("its will says offline", () -> presence().equals("offline"));
        tasmota.disconnect().waitForCompletion();
    }

    private String presence() throws Exception {
        return String.join("", database.rows("SELECT presence FROM telemetry.device_state WHERE device_id = 'tma-1'"));
    }
}
