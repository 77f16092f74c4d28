package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tracker's positions come in by MQTT, and the unit and its incident move. */
@Timeout(120)
class FieldDoorTest {
    private static final String TRACKER = "gps-urc-pintu";

    @Test
    void whatATrackerPublishesTakesTheIncidentToItsPlace() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Running system = new Running();
                Ingest ingest = Ingest.start(vertx,
                        Database.connect(system.scratch.source().getJdbcUrl(), "", ""),
                        new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                                Optional.empty(), LaneConfig.defaults(), Enrolment.CLOSED),
                        new SimpleMeterRegistry(), Clock.systemUTC())) {
            system.login();
            Patrols patrols = new Patrols(system);
            String secret = patrols.done("/devices", "{\"device_id\":\"%s\",\"kind\":\"gps\"}".formatted(TRACKER))
                    .path("secret").asText();
            long unit = patrols.unit("URC-PINTU", null, TRACKER);
            patrols.onShift(unit);
            long incident = patrols.incident("P2", "DIVERIFIKASI", null);
            long assignment = patrols.assigned(incident, unit);
            system.database().execute("""
                                      UPDATE command.assignment SET assigned_at = now() - interval '100 s'
                                      WHERE assignment_id = ?""", assignment);
            drive(ingest.mqttPort(), secret, Instant.now().minusSeconds(100));
            Eventually.until("on scene", () -> patrols.incidentState(incident).equals("DI_LOKASI"));
            ObjectNode seen = system.database()
                    .row("SELECT * FROM command.assignment_json WHERE id = ?", assignment).orElseThrow();
            assertThat(seen.path("en_route_source").asText()).isEqualTo("gps");
            assertThat(seen.path("on_scene_source").asText()).isEqualTo("gps");
            assertThat(patrols.seen("/units/" + unit + "/history").path("items").findValuesAsText("state"))
                    .startsWith("DI_LOKASI", "MENUJU", "DITUGASKAN");
            assertThat(patrols.seen("/unit-positions").at("/items/0/stale").asBoolean()).isFalse();
        } finally {
            vertx.close().await();
        }
    }

    /** Away from base after 10 s, at the incident from 40 to 90 s. */
    private static void drive(int port, String secret, Instant start) throws Exception {
        MqttClient tracker = new MqttClient("tcp://127.0.0.1:" + port, TRACKER, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(TRACKER);
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        tracker.connect(options);
        for (int second = 0; second <= 90; second += 10) {
            double latitude = Patrols.LAT + 0.02 * Math.min(1, second / 40.0);
            String payload = "{\"v\":1,\"ts\":%d,\"seq\":%d,\"pos\":[%s,%s,20,5]}"
                    .formatted(start.plusSeconds(second).toEpochMilli(), second / 10 + 1, latitude, Patrols.LNG);
            tracker.publish("city/gps/" + TRACKER + "/telemetry",
                    new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, null));
        }
        tracker.disconnect();
        tracker.close();
    }
}
