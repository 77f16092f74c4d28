package id.siaga.simulator.bench;

import java.io.IOException;
import java.net.URI;
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

import id.siaga.simulator.Login;
import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures rate and latency of a real system, and what its database does with the same rows by COPY, in one run. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Mengukur laju dan latensi, dengan COPY mentah sebagai pembanding.",
        "Measures rate and latency, with raw COPY as the yardstick. Starts a system of its own unless --http is given."})
public final class Bench implements Callable<Integer> {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final int LANES = 2;
    private static final int METRICS = 3;
    private static final int UNLIMITED = 100_000;

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

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "15", description = "seconds of load of either kind before anything is measured: compilers share the cores (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "10000", description = "idle connections of the memory phase (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--window", paramLabel = "W", defaultValue = "50", description = "messages of each device on their way in the rate phase (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable Path json;

    @Mixin
    private BrokerBench throughBroker = new BrokerBench();

    private double startToReady;

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
        if (throughBroker.chosen()) {
            return throughBroker.report(script,
                    new BrokerBench.Size(devices, Duration.ofSeconds(seconds), window, rate), json);
        }
        Path home = Files.createTempDirectory("siaga-bench");
        try {
            start(script, home).close();
            long begun = System.nanoTime();
            try (SiagaProcess siaga = start(script, home)) {
                startToReady = hundredths((System.nanoTime() - begun) / 1e9);
                String url = databaseUrl.isEmpty()
                        ? Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip()
                        : databaseUrl;
                return report(measure(siaga.http(), new Endpoint("127.0.0.1", siaga.mqttPort()), siaga.login(), url,
                        siaga.pid()));
            }
        } finally {
            delete(home);
        }
    }

    private static SiagaProcess start(Path script, Path home) throws IOException, InterruptedException {
        SiagaProcess siaga = SiagaProcess.start(script, home, FreePort.next(), FreePort.next(), line -> {
        });
        siaga.awaitReady(READY_WITHIN);
        return siaga;
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
        BenchDevices register = new BenchDevices(center);
        Map<String, String> gauges = register.gauges("bench-gauge-", devices, UNLIMITED);
        int presses = Math.max(20, seconds * 5);
        Map<String, String> trackers = register.trackers("bench-tracker-", presses);
        CopyYardstick yardstick = new CopyYardstick(database, LANES);
        Duration phase = Duration.ofSeconds(seconds);
        try (Load load = new Load(gauges, LANES, endpoint);
                PanicProbe panic = new PanicProbe(base, center.token(), endpoint)) {
            tell("warm-up");
            load.closed(window, Duration.ofSeconds(warmUp));
            load.open(rate, Duration.ofSeconds(warmUp));
            tell("bare commit");
            yardstick.makeTables();
            double commit = yardstick.oneRowCommitMillis();
            tell("latency at " + rate + " messages/s");
            Thread presser = Thread.ofPlatform().start(() -> press(panic, trackers, phase.dividedBy(presses)));
            Load.Result steady = load.open(rate, phase);
            presser.join();
            Histogram incidents = panic.finish();
            tell("the same beside a device at over a hundred times its quota");
            Neighbour neighbour = Neighbour.measure(load, rate, phase,
                    register.gauges("bench-flooder-", 1, Neighbour.QUOTA), endpoint);
            tell("rate");
            Metrics before = Metrics.of(base);
            Load.Result sustained = load.closed(window, phase);
            StageCosts stages = StageCosts.between(before, Metrics.of(base));
            Footprint footprint = Footprint.of(base, pid);
            tell(connections + " idle connections");
            IdleConnections idle = IdleConnections.measure(register.gauges("bench-idle-", connections, 1), endpoint,
                    base, pid);
            tell("count");
            StoredRows.Tally tally = new StoredRows(database).compare(load.devices());
            tell("COPY yardstick");
            double copy = yardstick.rowsPerSecond(phase);
            yardstick.dropTables();
            return new BenchReport(seconds, devices, METRICS, Math.round(sustained.messagesPerSecond()),
                    Math.round(copy), hundredths(sustained.messagesPerSecond() / copy), hundredths(commit),
                    BenchReport.millis(steady.ackLatency(), 50), BenchReport.millis(steady.ackLatency(), 99),
                    BenchReport.millis(incidents, 50), BenchReport.millis(incidents, 99), rate, tally.acked(),
                    tally.stored(), tally.ackedMissing(), tally.duplicated(), panic.unanswered(),
                    Math.round(footprint.heapMb()), footprint.rssMb(), store(database),
                    "java " + Runtime.version().feature(), stages.micros(),
                    BenchReport.millis(neighbour.ackLatency(), 99), hundredths(neighbour.floodPerSecond()),
                    idle.count(), hundredths(idle.heapKib()), hundredths(idle.connected().toMillis() / 1e3),
                    startToReady);
        }
    }

    private static double hundredths(double value) {
        return Math.round(100 * value) / 100.0;
    }

    private static void press(PanicProbe panic, Map<String, String> trackers, Duration every) {
        try {
            panic.press(trackers, every);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
