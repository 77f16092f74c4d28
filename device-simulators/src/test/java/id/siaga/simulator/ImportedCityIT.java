package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.simulator.device.DeviceKind;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import id.siaga.simulator.fleet.Fleet;
import id.siaga.simulator.scenario.DeviceSheet;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A city comes in as one sheet, and each of its devices enrols by itself and is seen: the real process, the real way. */
class ImportedCityIT {

    private static final int DEVICES = 300;
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(2);
    private static final Simulation CITY = new Simulation(List.of("pusat-komando"), 1, DEVICES, null, Map.of());

    @Test
    void everyImportedDeviceEnrolsWithItsOwnCodeAndIsSeen(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws Exception {
        try (SiagaProcess siaga = SiagaProcess.start(Path.of(System.getProperty("siaga.root"), "siaga"), home,
                freePort(), freePort(), ImportedCityIT::say)) {
            siaga.awaitReady(READY_WITHIN);
            Login login = siaga.login();
            CommandCenter center = CommandCenter.login(siaga.http(), login.user(), login.password());
            assertThat(imported(siaga, center)).isEqualTo("{\"created\":" + DEVICES + ",\"updated\":0}");
            try (Fleet fleet = CITY.enrol(siaga.http(), login.user(), login.password(),
                    new Endpoint("127.0.0.1", siaga.mqttPort()))) {
                awaitSeen(center, fleet);
                assertThat(fleet.tally().enrolled()).isEqualTo(DEVICES);
                assertThat(fleet.tally().enrolFailures()).isZero();
            }
            assertThat(sum(center.get("/api/v1/claim-batches"), "used")).isEqualTo(DEVICES);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static String imported(SiagaProcess siaga, CommandCenter center) throws IOException, InterruptedException {
        List<SimulatedDevice> devices = CITY.build();
        assertThat(devices.stream().map(each -> each.profile().kind()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(DeviceKind.values());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest sheet = HttpRequest.newBuilder(siaga.http().resolve("/api/v1/device-imports"))
                    .header("Authorization", "Bearer " + center.token()).header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofString(new DeviceSheet(devices, "Diskominfo").csv())).build();
            return client.send(sheet, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** All of them, none besides, each online with a report of its own. */
    private static void awaitSeen(CommandCenter center, Fleet fleet) throws IOException {
        Instant deadline = Instant.now().plus(SEEN_WITHIN);
        while (seen(center) < DEVICES) {
            assertThat(Instant.now()).as("%d seen; %s", seen(center), fleet.tally()).isBefore(deadline);
            LockSupport.parkNanos(200_000_000);
        }
    }

    private static long seen(CommandCenter center) throws IOException {
        JsonNode devices = center.get("/api/v1/devices?limit=1000").path("items");
        assertThat(devices).hasSize(DEVICES);
        return StreamSupport.stream(devices.spliterator(), false)
                .filter(each -> each.path("presence").asText().equals("online") && each.path("latest").size() > 0)
                .count();
    }

    private static long sum(JsonNode page, String field) {
        return page.path("items").findValues(field).stream().mapToLong(JsonNode::asLong).sum();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
