package id.siaga.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.simulator.fleet.CommandCenter;

/** The main job, as a new user starts it: one command, and within a minute the flood is an incident with its evidence. */
class MainJobIT {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration SIAGA_1_WITHIN = Duration.ofSeconds(60);
    private static final double SIAGA_1_MM = 5_500;

    private final AtomicReference<Optional<Login>> login = new AtomicReference<>(Optional.empty());

    @Test
    void theDemoOpensSiagaOneAndLeadsBackToTheReadings(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws Exception {
        int http = freePort();
        Process demo = new ProcessBuilder(Path.of(System.getProperty("siaga.root"), "siaga").toString(), "demo",
                "--home", home.toString(), "--http-port", Integer.toString(http), "--mqtt-port",
                Integer.toString(freePort())).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        try {
            Thread.ofVirtual().start(() -> read(demo.inputReader()));
            Login found = within(READY_WITHIN, "the login is printed", login::get);
            CommandCenter center = within(READY_WITHIN, "the API answers", () -> login(http, found));
            JsonNode incident = within(SIAGA_1_WITHIN, "Siaga 1 for P2C", () -> siagaOne(center));
            assertThat(incident.path("priority").asText()).isEqualTo("P1");
            assertThat(incident.path("kecamatan").asText()).isEqualTo("Jatiasih");
            assertThat(incident.path("simulated").asBoolean()).isTrue();
            assertThat(highestEvidenceMm(center.get(incident.path("links").path("evidence").asText())))
                    .isGreaterThan(SIAGA_1_MM);
        } finally {
            demo.destroy();
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("demo ends when asked to").isTrue();
        }
        assertThat(demo.exitValue()).isZero();
    }

    private void read(BufferedReader output) {
        output.lines().forEach(line -> {
            System.out.println(line);
            Login.of(line).ifPresent(each -> login.set(Optional.of(each)));
        });
    }

    private static Optional<CommandCenter> login(int http, Login login) {
        try {
            return Optional.of(CommandCenter.login(URI.create("http://127.0.0.1:" + http), login.user(),
                    login.password()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> siagaOne(CommandCenter center) {
        try {
            return StreamSupport.stream(center.get("/api/v1/incidents?open=true").path("items").spliterator(), false)
                    .filter(each -> each.path("title").asText().startsWith("Siaga 1 P2C")).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double highestEvidenceMm(JsonNode evidence) {
        return evidence.findValues("level_mm").stream().mapToDouble(JsonNode::asDouble).max().orElse(0);
    }

    private static <T> T within(Duration limit, String what, Supplier<Optional<T>> attempt) {
        Instant deadline = Instant.now().plus(limit);
        Optional<T> found = attempt.get();
        while (found.isEmpty()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            LockSupport.parkNanos(100_000_000);
            found = attempt.get();
        }
        return found.get();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
