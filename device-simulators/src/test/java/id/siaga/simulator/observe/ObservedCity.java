package id.siaga.simulator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.simulator.Login;
import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.Simulation;
import id.siaga.simulator.bench.FreePort;
import id.siaga.simulator.device.Fault;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import id.siaga.simulator.fleet.Fleet;
import id.siaga.simulator.scenario.Scenarios;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The real system with devices of every kind, one of them broken, beside a broker and with a stranger at its door. On
 * the embedded database, or on a scratch one of the server that SIAGA_TEST_DATABASE_URL names.
 */
final class ObservedCity implements AutoCloseable {

    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Simulation CITY = new Simulation(Scenarios.ALL, 1, 0, 60.0,
            Map.of("cam-jatiasih-01", Fault.MALFORMED));

    private final Path home;
    private final Optional<Scratch> scratch;
    private final Optional<Process> broker;
    private final SiagaProcess siaga;
    private final Fleet fleet;

    private ObservedCity(Path home, Optional<Scratch> scratch, Optional<Process> broker, SiagaProcess siaga,
            Fleet fleet) {
        this.home = home;
        this.scratch = scratch;
        this.broker = broker;
        this.siaga = siaga;
        this.fleet = fleet;
    }

    private record Scratch(String server, String name) {

        static Optional<Scratch> make() throws SQLException {
            @Nullable
            String server = System.getenv("SIAGA_TEST_DATABASE_URL");
            if (server == null) {
                return Optional.empty();
            }
            Scratch made = new Scratch(server, "observed_" + UUID.randomUUID().toString().replace("-", ""));
            made.execute("CREATE DATABASE " + made.name);
            return Optional.of(made);
        }

        String url() {
            return server.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = DriverManager.getConnection(server);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    static ObservedCity start(Path home) throws Exception {
        Optional<Scratch> scratch = Scratch.make();
        List<String> options = new ArrayList<>();
        scratch.ifPresent(each -> options.addAll(List.of("--database-url", each.url())));
        Optional<Process> broker = broker(options);
        SiagaProcess siaga = SiagaProcess.start(Dashboard.ROOT.resolve("siaga"), home, FreePort.next(),
                FreePort.next(), System.out::println, options.toArray(String[]::new));
        siaga.awaitReady(READY_WITHIN);
        Login login = siaga.login();
        Fleet fleet = CITY.start(siaga.http(), login.user(), login.password(),
                new Endpoint("127.0.0.1", siaga.mqttPort()));
        ObservedCity city = new ObservedCity(home, scratch, broker, siaga, fleet);
        city.refuseAStranger();
        city.hearWhatSimulatorsDoNotSay(CommandCenter.login(siaga.http(), login.user(), login.password()));
        return city;
    }

    private static Optional<Process> broker(List<String> options) throws IOException {
        if (!Files.isExecutable(MOSQUITTO)) {
            return Optional.empty();
        }
        int port = FreePort.next();
        options.addAll(List.of("--broker-url", "tcp://127.0.0.1:" + port));
        return Optional.of(new ProcessBuilder(MOSQUITTO.toString(), "-p", Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    }

    private void refuseAStranger() throws IOException, InterruptedException {
        publish("flood", "hantu", "salah", "{}", 401);
    }

    /** Metrics that real devices send and our simulated ones do not, through the HTTP door. */
    private void hearWhatSimulatorsDoNotSay(CommandCenter center) throws IOException, InterruptedException {
        Map<String, String> said = Map.of(
                "gps", "\"position.satellites\":9,\"supply.voltage\":12.6",
                "cctv", "\"cctv.stream_up\":true,\"cctv.recording\":false,\"cctv.black\":false,\"clock.offset\":0.2",
                "wifi", "\"probe.reachable\":true",
                "flood", "\"water.distance\":9000,\"battery.level\":81");
        ArrayNode devices = JsonNodeFactory.instance.arrayNode();
        said.keySet().stream().filter(kind -> !kind.equals("flood"))
                .forEach(kind -> devices.addObject().put("device_id", kind + "-lain").put("kind", kind)
                        .put("name", kind + " lain"));
        devices.addObject().put("device_id", "flood-lain").put("kind", "flood").put("name", "flood lain")
                .put("post", "P2C").put("mount_mm", 11_000);
        Map<String, String> secrets = center.register(devices);
        for (Map.Entry<String, String> each : said.entrySet()) {
            String id = each.getKey() + "-lain";
            publish(each.getKey(), id, secrets.getOrDefault(id, ""), "{\"v\":1,\"m\":{" + each.getValue() + "}}", 200);
        }
    }

    private void publish(String kind, String id, String secret, String payload, int status)
            throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        send(HttpRequest.newBuilder(http().resolve("/api/v1/ingest?topic=city/" + kind + "/" + id + "/telemetry"))
                .header("Authorization", "Basic " + basic).POST(HttpRequest.BodyPublishers.ofString(payload)), status);
    }

    /** An operator takes up the first incident that is open. */
    void takeUpAnIncident() throws IOException, InterruptedException {
        Login login = siaga.login();
        CommandCenter center = CommandCenter.login(http(), login.user(), login.password());
        JsonNode incident = center.get("/api/v1/incidents?open=true").path("items").path(0);
        send(HttpRequest.newBuilder(http().resolve("/api/v1/incidents/" + incident.path("id").asText()))
                .header("Authorization", "Bearer " + center.token())
                .header("If-Match", "\"" + incident.path("version").asText() + "\"")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"state\":\"DIVERIFIKASI\"}")), 200);
    }

    private static void send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
        }
    }

    URI http() {
        return siaga.http();
    }

    boolean hasBroker() {
        return broker.isPresent();
    }

    boolean isEmbedded() {
        return scratch.isEmpty();
    }

    /** As its owner reaches the database. */
    String databaseUrl() throws IOException {
        return scratch.isPresent()
                ? scratch.get().url()
                : Files.readString(home.resolve("database-url")).strip();
    }

    /** Kills the embedded database at once; the system brings it back. */
    void killDatabase() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst().strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws SQLException {
        fleet.close();
        siaga.close();
        broker.ifPresent(Process::destroy);
        if (scratch.isPresent()) {
            scratch.get().execute("DROP DATABASE " + scratch.get().name() + " WITH (FORCE)");
        }
    }
}
