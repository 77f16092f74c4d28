package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The door of gateways that only speak HTTP, behind the command center's own server. */
class IngestDoorTest {
    private static final String READING = "{\"v\":1,\"m\":{\"water.distance\":5450}}";
    private static final String DOOR = "/api/v1/ingest?topic=city/flood/awlr-1/telemetry";

    @Test
    void whatADevicePostsIsReadThroughTheApi() throws Exception {
        Vertx vertx = Vertx.vertx();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ScratchDatabase scratch = new ScratchDatabase();
                Ingest ingest = Ingest.start(vertx, Database.connect(scratch.source().getJdbcUrl(), "", ""),
                        new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0), Optional.empty(),
                                Optional.empty(), LaneConfig.defaults(), Enrolment.CLOSED),
                        meters, Clock.systemUTC());
                CommandCenter center = CommandCenter.start(vertx, scratch.source(),
                        new CommandCenterConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(),
                                Settings.shipped()),
                        meters, Clock.systemUTC(), Map.of(), ingest.httpDoor())) {
            String bearer = "Bearer " + login(center);
            String secret = Running.json(send(center, "/api/v1/devices", bearer,
                    "{\"device_id\":\"awlr-1\",\"kind\":\"flood\",\"mount_mm\":11000}")).path("secret").asText();
            String basic = "Basic "
                    + Base64.getEncoder().encodeToString(("awlr-1:" + secret).getBytes(StandardCharsets.UTF_8));
            assertThat(Running.json(send(center, DOOR, basic, READING)).path("stored").intValue()).isEqualTo(1);
            assertThat(scratch.database().row("SELECT level_mm FROM telemetry.flood_reading").orElseThrow()
                    .path("level_mm").doubleValue()).isEqualTo(5_550);
            assertThat(send(center, DOOR, bearer, READING).statusCode()).isEqualTo(401);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void aCommandCenterWithoutIngestionSaysSo() throws Exception {
        try (Running running = new Running()) {
            HttpResponse<String> answer = send(running.center(), DOOR, "Basic eDp5", READING);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("ingest");
        }
    }

    private static String login(CommandCenter center) throws Exception {
        return Running.json(send(center, "/api/v1/sessions", "",
                "{\"user\":\"admin\",\"password\":\"" + center.accounts().firstAdministrator().orElseThrow() + "\"}"))
                .path("token").asText();
    }

    private static HttpResponse<String> send(CommandCenter center, String path, String authorization, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + center.port() + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return Conformance.checked(HttpClient.newHttpClient(), request.build());
    }
}
