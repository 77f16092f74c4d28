package id.siaga.simulator.bench;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.simulator.Login;
import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures rate and latency of a real system, and what its database does with the same rows by COPY, in one run. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Mengukur laju dan latensi, dengan COPY mentah sebagai pembanding.",
        "Measures rate and latency, with raw COPY as the yardstick. Starts a system of its own unless --http is given."})
public final class Bench implements Callable<Integer> {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final int LANES = 2;
    private static final int METRICS = 3;

    @Option(names = "--launcher", defaultValue = "${env:SIAGA_LAUNCHER}", paramLabel = "FILE", description = "the siaga script (SIAGA_LAUNCHER)")
    private @Nullable Path launcher;

    @Option(names = "--http", paramLabel = "URL", description = "an already running system")
    private @Nullable URI http;

    @Option(names = "--mqtt", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:1883", description = "its MQTT endpoint (${DEFAULT-VALUE})")
    private String mqtt = "";

    @Option(names = "--user", paramLabel = "USER", defaultValue = "admin", description = "its login (${DEFAULT-VALUE})")
    private String user = "";

    @Option(names = "--password", paramLabel = "PASSWORD", defaultValue = "${env:SIAGA_PASSWORD:-}", description = "its password (SIAGA_PASSWORD)")
    private String password = "";

    @Option(names = "--database-url", paramLabel = "URL", defaultValue = "${env:SIAGA_DATABASE_URL:-}", description = "its database, to count what is stored (SIAGA_DATABASE_URL)")
    private String databaseUrl = "";

    @Option(names = "--devices", paramLabel = "N", defaultValue = "200", description = "connected gauges (${DEFAULT-VALUE})")
    private int devices;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "length of each phase (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "5000", description = "messages a second of the latency phase (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--window", paramLabel = "W", defaultValue = "50", description = "messages of each device on their way in the rate phase (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        URI running = http;
        if (running != null) {
            return report(measure(running, Endpoint.of(mqtt), new Login(user, password), databaseUrl, -1));
        }
        Path script = launcher;
        if (script == null) {
            throw new IllegalArgumentException("--launcher or SIAGA_LAUNCHER: where is the siaga script?");
        }
        Path home = Files.createTempDirectory("siaga-bench");
        try (SiagaProcess siaga = SiagaProcess.start(script, home, FreePort.next(), FreePort.next(), line -> {
        })) {
            siaga.awaitReady(READY_WITHIN);
            String url = Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip();
            return report(measure(siaga.http(), new Endpoint("127.0.0.1", siaga.mqttPort()), siaga.login(), url,
                    siaga.pid()));
        } finally {
            delete(home);
        }
    }

    private int report(BenchReport found) throws IOException {
        System.out.print(found.text());
        if (json != null) {
            Files.writeString(json, found.json());
        }
        return found.ackedMissing() == 0 && found.duplicated() == 0 ? 0 : 1;
    }

    private BenchReport measure(URI base, Endpoint endpoint, Login login, String database, long pid)
            throws Exception {
        CommandCenter center = CommandCenter.login(base, login.user(), login.password());
        Map<String, String> gauges = center.register(registrations("bench-gauge-", devices, "flood"));
        int presses = Math.max(20, seconds * 5);
        Map<String, String> trackers = center.register(registrations("bench-tracker-", presses, "gps"));
        CopyYardstick yardstick = new CopyYardstick(database, LANES);
        Duration phase = Duration.ofSeconds(seconds);
        Duration warmUp = Duration.ofSeconds(Math.max(5, seconds / 2));
        try (Load load = new Load(gauges, LANES, endpoint);
                PanicProbe panic = new PanicProbe(base, center.token(), endpoint)) {
            tell("warm-up");
            load.closed(window, warmUp);
            load.open(rate, warmUp);
            tell("latency at " + rate + " messages/s");
            Thread presser = Thread.ofPlatform().start(() -> press(panic, trackers, phase.dividedBy(presses)));
            Load.Result steady = load.open(rate, phase);
            presser.join();
            Histogram incidents = panic.finish();
            tell("rate");
            Load.Result sustained = load.closed(window, phase);
            Footprint footprint = Footprint.of(base, pid);
            tell("count");
            StoredRows.Tally tally = new StoredRows(database).compare(load.devices());
            tell("COPY yardstick");
            double copy = yardstick.rowsPerSecond(phase);
            double commit = yardstick.oneRowCommitMillis();
            yardstick.dropTables();
            return new BenchReport(seconds, devices, METRICS, Math.round(sustained.messagesPerSecond()),
                    Math.round(copy), Math.round(100 * sustained.messagesPerSecond() / copy) / 100.0,
                    Math.round(commit * 100) / 100.0, BenchReport.millis(steady.ackLatency(), 50),
                    BenchReport.millis(steady.ackLatency(), 99), BenchReport.millis(incidents, 50),
                    BenchReport.millis(incidents, 99), rate, tally.acked(), tally.stored(), tally.ackedMissing(),
                    tally.duplicated(), panic.unanswered(), footprint.heapMb(), footprint.rssMb(), store(database),
                    "java " + Runtime.version().feature());
        }
    }

    private static void press(PanicProbe panic, Map<String, String> trackers, Duration every) {
        try {
            panic.press(trackers, every);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ArrayNode registrations(String prefix, int count, String kind) {
        ArrayNode devices = new ObjectMapper().createArrayNode();
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            devices.addObject().put("device_id", id).put("kind", kind).put("name", id).put("lat", -6.2985)
                    .put("lng", 106.9591);
            if (kind.equals("flood")) {
                ((ObjectNode) devices.get(i)).put("mount_mm", 11_000)
                        .put("post", "P2C");
            }
        }
        return devices;
    }

    private static String store(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        SELECT coalesce((SELECT 'timescaledb ' || extversion FROM pg_extension
                            WHERE extname = 'timescaledb'), 'postgresql ' || current_setting('server_version'))""")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void tell(String phase) {
        System.err.println("bench: " + phase);
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What the measured process takes. */
    record Footprint(long heapMb, long rssMb) {

        private static final long MB = 1024 * 1024;

        static Footprint of(URI base, long pid) throws IOException, InterruptedException {
            HttpResponse<String> metrics = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(base.resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString());
            double heap = metrics.body().lines().filter(line -> line.startsWith("jvm_memory_used_bytes"))
                    .filter(line -> line.contains("area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
            return new Footprint((long) heap / MB, pid < 0 ? 0 : rssMb(pid));
        }

        private static long rssMb(long pid) throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
            }
        }
    }
}
