package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A whole system with its MQTT door, and a town's worth of things that happened in it. */
final class Town implements AutoCloseable {
    private static final int MOUNT_MM = 11_000;

    final Running running = new Running();
    private final Vertx vertx = Vertx.vertx();
    private final Ingest ingest;
    private final Map<String, String> secrets = new HashMap<>();
    private int messages;

    Town() throws Exception {
        ingest = Ingest.start(vertx, Database.connect(running.scratch.source().getJdbcUrl(), "", ""),
                new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(), Optional.empty(),
                        LaneConfig.defaults(), Enrolment.CLOSED),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC());
        running.login();
    }

    int port() {
        return running.center().port();
    }

    /** Registers a river gauge and lets it report these levels, in cm, a minute apart, the last one now. */
    void gauge(String id, String post, double... levels) throws Exception {
        JsonNode registered = Running.json(running.post("/api/v1/devices",
                "{\"device_id\":\"%s\",\"kind\":\"flood\",\"name\":\"Pos duga air %s\",\"post\":\"%s\",\"mount_mm\":%d,\"lat\":-6.2897,\"lng\":106.9734,\"interval_s\":60,\"owner\":\"BPBD\"}"
                        .formatted(id, post, post, MOUNT_MM)));
        secrets.put(id, registered.path("secret").asText());
        report(id, levels);
    }

    /** Lets a registered gauge report these levels, in cm, a minute apart, the last one now. */
    void report(String id, double... levels) throws Exception {
        MqttConnectionOptions login = new MqttConnectionOptions();
        login.setUserName(id);
        login.setPassword(secrets.getOrDefault(id, "").getBytes(StandardCharsets.UTF_8));
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + ingest.mqttPort(), id, new MemoryPersistence());
        client.connect(login);
        Instant at = Instant.now().minusSeconds(60L * (levels.length - 1));
        for (int i = 0; i < levels.length; i++) {
            client.publish("city/flood/" + id + "/telemetry",
                    message(at.plusSeconds(60L * i), ++messages, MOUNT_MM - levels[i] * 10));
        }
        client.disconnect();
        client.close();
    }

    private static MqttMessage message(Instant at, int sequence, double distance) {
        MqttMessage message = new MqttMessage("{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":%.0f}}"
                .formatted(at.toEpochMilli(), sequence, distance).getBytes(StandardCharsets.UTF_8));
        message.setQos(1);
        return message;
    }

    /** A device that is known and was heard of so many minutes ago. */
    void device(String id, String kind, String name, String kelurahan, double lat, double lng, int minutesAgo) {
        running.database().execute("""
                                   INSERT INTO telemetry.device (device_id, kind, name, status, latitude, longitude,
                                       owner, kelurahan) VALUES (?, ?, ?, 'active', ?, ?, 'Diskominfo', ?)""", id,
                kind, name, lat, lng, kelurahan);
        running.database().execute(
                """
                INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at, flags,
                    latest)
                VALUES (?, ?, now(), now() - ? * interval '1 minute', 0, '{}')""",
                id,
                minutesAgo > 10 ? "offline" : "online", minutesAgo);
    }

    /** An incident that people opened; {@code place} is kelurahan, kecamatan, code. */
    long incident(String category, String priority, String state, String title, String[] place, double lat, double lng,
            int minutesAgo) {
        return running.database().row(
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, latitude, longitude, kelurahan, kecamatan, kecamatan_code, place_approximate, simulated, source,
                    description)
                SELECT ? || '-20261121-' || to_char(1000 + count(*), 'FM0000'), ?, ?, ?, ?, gen_random_uuid(),
                    now() - ? * interval '1 minute', now() - ? * interval '1 minute', now(), ?, ?, ?, ?, ?, true, false, 'CALL_CENTER',
                    'Warga menelepon pusat panggilan dan menunggu petugas di tempat.'
                FROM command.incident RETURNING incident_id""",
                category, title, category, priority, state,
                minutesAgo, minutesAgo, lat, lng, place[0], place[1], place[2]).orElseThrow().path("incident_id")
                .longValue();
    }

    /** The id of the newest incident that a device opened, once there is one. */
    long opened() {
        Eventually.until("the gauge opened an incident", () -> !newest().isEmpty());
        return Long.parseLong(newest());
    }

    private String newest() {
        return running.database().row("SELECT max(incident_id)::text AS id FROM command.incident_alert")
                .map(row -> row.path("id").asText("")).filter(id -> !id.equals("null")).orElse("");
    }

    void populate() throws Exception {
        String[] jatiasih = {"Jatirasa", "Jatiasih", "32.75.09"};
        String[] timur = {"Margahayu", "Bekasi Timur", "32.75.01"};
        String[] selatan = {"Pekayon Jaya", "Bekasi Selatan", "32.75.03"};
        incident("TKP", "P1", "DITUGASKAN", "Tombol panik ditekan: Patroli 07", timur, -6.2529, 107.0109, 4);
        incident("TJL", "P3", "BARU", "Pedagang kaki lima menutup trotoar Jalan Ir. H. Juanda", timur, -6.2374,
                107.0234,
                51);
        incident("TAS", "P2", "DIVERIFIKASI", "Kamera CCTV simpang Jatiasih dirusak", jatiasih, -6.2968, 106.9598, 25);
        incident("TAS", "P3", "DI_LOKASI", "Pintu ruang server terbuka di luar jam kerja", selatan, -6.2601, 106.9851,
                130);
        incident("TLN", "P4", "BARU", "Lampu jalan padam", selatan, -6.2650, 106.9790, 1_500);
        incident("TBN", "P2", "DITUTUP", "Genangan Jalan Kemakmuran", timur, -6.2411, 107.0340, 2_900);
        String[][] devices = {{"cctv-juanda-1", "cctv", "CCTV Simpang Juanda", "Bekasijaya"},
                {"cctv-jatiasih-2", "cctv", "CCTV Simpang Jatiasih", "Jatirasa"},
                {"ap-alunalun", "wifi", "WiFi Alun-alun Bekasi", "Margajaya"},
                {"gps-patroli-07", "gps", "Mobil Patroli 07", "Margahayu"},
                {"pompa-rawatembaga", "pump", "Rumah Pompa Rawa Tembaga", "Margajaya"},
                {"pintu-dc-1", "door", "Pintu Ruang Server", "Margajaya"},
                {"sw-kominfo-3", "switch", "Switch Lantai 3 Diskominfo", "Margajaya"},
                {"hujan-jatiasih", "rain", "Penakar Hujan Jatiasih", "Jatirasa"}};
        for (int i = 0; i < devices.length; i++) {
            device(devices[i][0], devices[i][1], devices[i][2], devices[i][3], -6.23 - i * 0.012,
                    107.0 - i % 3 * 0.02, i % 4 == 1 ? 95 : 1);
        }
        gauge("awlr-p2c", "P2C", 332, 339, 347, 351, 356, 371, 394, 421, 447, 455, 472, 490, 516, 541, 553, 556, 561);
    }

    @Override
    public void close() throws SQLException, TimeoutException {
        ingest.close();
        running.close();
        vertx.close().await();
    }
}
