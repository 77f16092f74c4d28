package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a device saw begin must end where it can be seen too. */
@Timeout(120)
class FloodClosureTest {
    private final Vertx vertx = Vertx.vertx();
    private Running system;
    private Officer korlap;

    @BeforeEach
    void start() throws Exception {
        system = new Running();
        system.login();
        korlap = new Officer(system, Role.KORLAP, "32.75.09");
        system.database().execute("UPDATE command.closure_requirement SET least_s = 0");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await();
        system.close();
    }

    @Test
    void aFloodIsOverWhenItsGaugeSaysSo() throws Exception {
        String secret = Running.json(system.post("/api/v1/devices",
                "{\"device_id\":\"awlr-1\",\"kind\":\"flood\",\"post\":\"P2C\",\"mount_mm\":11000,\"lat\":-6.2897,\"lng\":106.9734}"))
                .path("secret").asText();
        try (Ingest ingest = Ingest.start(vertx,
                Database.connect(system.scratch.source().getJdbcUrl(), "", ""),
                new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(), Optional.empty(),
                        LaneConfig.defaults(), Enrolment.CLOSED),
                new SimpleMeterRegistry(), Clock.systemUTC())) {
            MqttClient gauge = gauge(ingest.mqttPort(), secret);
            level(gauge, 555);
            Eventually.until("an incident", () -> !system.database().rows("SELECT 1 AS one FROM command.incident")
                    .isEmpty());
            long incident = handled();
            JsonNode held = korlap.close(incident);
            assertThat(held.path("state").asText()).isEqualTo("HELD");
            assertThat(held.path("doubts").findValuesAsText("kind")).containsExactly("SENSOR_OVER");
            assertThat(held.path("doubts").path(0).path("text").asText()).contains("555 cm", "batas 350 cm");
            assertThat(linked(held).path("level_mm").doubleValue()).isEqualTo(5_550);
            level(gauge, 300);
            new Officer(system, Role.KEPALA_SATPOL_PP).review(held.path("id").longValue(), "REFUSE");
            JsonNode over = korlap.close(incident);
            assertThat(over.path("doubts")).isEmpty();
            assertThat(over.path("state").asText()).isEqualTo("ACCEPTED");
            assertThat(over.path("sensors").path(0).path("standing").asText()).isEqualTo("AT_REST");
            assertThat(over.path("sensors").path(0).path("text").asText()).contains("300 cm");
            assertThat(Running.json(korlap.get("/incidents/" + incident)).path("state").asText())
                    .isEqualTo("SELESAI");
            level(gauge, 560);
            Eventually.until("an incident of the second wave", () -> system.database().rows(
                    "SELECT 1 AS one FROM command.incident WHERE state = 'DIVERIFIKASI' AND title LIKE '%560 cm'")
                    .size() == 1);
            gauge.disconnect();
            gauge.close();
        }
    }

    private static MqttClient gauge(int port, String secret) throws Exception {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "awlr-1", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName("awlr-1");
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        client.connect(options);
        return client;
    }

    /** Returns when it is stored. */
    private static void level(MqttClient gauge, int centimetres) throws Exception {
        gauge.publish("city/flood/awlr-1/telemetry", "{\"v\":1,\"m\":{\"water.distance\":%d}}"
                .formatted(11_000 - 10 * centimetres).getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private long handled() {
        return system.database().row("UPDATE command.incident SET state = 'DITANGANI' RETURNING incident_id")
                .orElseThrow().path("incident_id").longValue();
    }

    private JsonNode linked(JsonNode closure) throws Exception {
        JsonNode readings = Running.json(korlap.get(closure.path("doubts").path(0).path("link").asText().substring(7)))
                .path("items");
        assertThat(readings).hasSize(1);
        return readings.path(0);
    }

    private long flooded(String rule, City.Decision decision) {
        long alert = system.city.alert(rule, "fl-1", "flood/P2C", decision);
        system.city.notifyInbox();
        Eventually.until("an incident", () -> !system.database().rows("SELECT 1 AS one FROM command.incident")
                .isEmpty());
        return alert;
    }

    private List<String> closed() throws Exception {
        JsonNode closure = korlap.close(handled());
        system.database().execute("DELETE FROM command.closure");
        return closure.path("doubts").findValuesAsText("kind");
    }

    @Test
    void aGaugeThatIsSilentOrBadSaysNothingEvenIfItsAlertIsClear() throws Exception {
        system.city.device("fl-1", "P2C");
        system.database().execute("UPDATE telemetry.device SET latitude = -6.2897, longitude = 106.9734");
        long alert = flooded("FLD-STAGE", City.Decision.opened("SIAGA_1", "P1"));
        assertThat(closed()).as("no reading at all").containsExactly("SENSOR_SILENT");
        Instant now = Instant.now();
        system.city.reading("fl-1", now.minusSeconds(7_200), 3_000);
        system.city.decide(alert, City.Decision.cleared());
        assertThat(closed()).as("two hours old").containsExactly("SENSOR_SILENT");
        system.database().execute("UPDATE telemetry.device SET interval_s = 3600");
        system.city.reading("fl-1", now.minusSeconds(60), 3_000);
        system.database().execute("UPDATE telemetry.flood_reading SET flags = flags | 4096 WHERE observed_at > ?",
                now.minusSeconds(3_600));
        system.database().execute("""
                                  UPDATE telemetry.flood_reading SET level_mm = 3501 WHERE observed_at < ?""",
                now.minusSeconds(3_600));
        assertThat(closed()).as("the tilted newest one does not count").containsExactly("SENSOR_OVER");
        system.city.reading("fl-1", now.minusSeconds(30), 3_500);
        handledAndOver();
    }

    private void handledAndOver() throws Exception {
        assertThat(korlap.close(handled()).path("state").asText()).as("half-open bands").isEqualTo("ACCEPTED");
    }

    @Test
    void whileTheGaugeIsOverTheReviewerSaysWhyAllTheSameAndWhatRisesAgainIsANewIncident() throws Exception {
        system.city.device("fl-1", "P2C");
        system.database().execute("UPDATE telemetry.device SET latitude = -6.2897, longitude = 106.9734");
        long alert = flooded("FLD-STAGE", City.Decision.opened("SIAGA_3", "P3"));
        system.city.reading("fl-1", Instant.now().minusSeconds(60), 5_550);
        long incident = handled();
        long held = korlap.close(incident).path("id").longValue();
        Officer head = new Officer(system, Role.KEPALA_SATPOL_PP);
        assertThat(head.review(held, "ACCEPT").statusCode()).isEqualTo(409);
        assertThat(head.review(held, "ACCEPT").body()).contains("/problems/sensor-over", "fl-1", "555 cm",
                "batas 350 cm", "sensor_override");
        assertThat(head.post("/closures/" + held + "/review",
                "{\"decision\":\"REFUSE\",\"reason\":\"dilihat\",\"sensor_override\":\"x\"}").body())
                .contains("\"field\":\"sensor_override\"");
        Visitor page = new Visitor(system, system.session(Role.KEPALA_SATPOL_PP));
        assertThat(page.page("/ops/penutupan")).contains("name=\"sensor_override\"");
        page.done("/ops/penutupan/" + held, "decision", "ACCEPT", "reason", "dilihat", "sensor_override",
                "tanggul dijaga BPBD");
        assertThat(korlap.get("/incidents/" + incident + "/timeline").body()).contains("tanggul dijaga BPBD");
        system.city.decide(alert, City.Decision.raised("SIAGA_1", "P1"));
        system.city.notifyInbox();
        Eventually.until("a new incident", () -> system.database()
                .rows("SELECT 1 AS one FROM command.incident WHERE state <> 'SELESAI' AND priority = 'P1'")
                .size() == 1);
        assertThat(Running.json(korlap.get("/incidents/" + incident)).path("state").asText()).isEqualTo("SELESAI");
    }

    @Test
    void anAlertThatNoReadingEndsMustBeClear() throws Exception {
        system.city.device("fl-1", "P2C");
        system.database().execute("UPDATE telemetry.device SET latitude = -6.2897, longitude = 106.9734");
        long alert = flooded("FLD-RISE-FAST", City.Decision.opened("ON", "P2"));
        assertThat(closed()).containsExactly("ALERT_OPEN");
        system.city.decide(alert, City.Decision.cleared());
        handledAndOver();
    }

    @Test
    void aDoorMustBeShut() throws Exception {
        system.city.device("fl-1", "P2C");
        system.database()
                .execute("UPDATE telemetry.device SET latitude = -6.2897, longitude = 106.9734, kind = 'door'");
        flooded("DOOR-FORCED", City.Decision.opened("ON", "P1"));
        door(Instant.now().minusSeconds(20), true);
        assertThat(closed()).containsExactly("SENSOR_OVER");
        door(Instant.now().minusSeconds(10), false);
        handledAndOver();
    }

    private void door(Instant at, boolean open) {
        system.database().execute("""
                                  INSERT INTO telemetry.door_state (device_id, observed_at, received_at, time_source,
                                      flags, message_id, door_open) VALUES ('fl-1', ?, ?, 0, 0, 1, ?)""", at, at, open);
    }
}
