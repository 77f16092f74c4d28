package id.siaga.simulator.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.Target;
import id.siaga.simulator.WhichSystem;
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
    private static final int METRICS = 3;
    private static final int NOT_OURS = -1;

    @Mixin
    private WhichSystem system = new WhichSystem();

    @Option(names = "--devices", paramLabel = "N", defaultValue = "200", description = "connected gauges (${DEFAULT-VALUE})")
    private int devices;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "20", description = "length of each phase (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--rate", paramLabel = "R", defaultValue = "5000", description = "messages a second of the latency phases (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "8", description = "seconds of load of either kind before anything is measured: compilers share the cores (${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "2500", description = "idle connections of the memory phase (${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--window", paramLabel = "W", defaultValue = "50", description = "messages of each device on their way in the rate phase (${DEFAULT-VALUE})")
    private int window;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable Path json;

    @Mixin
    private BrokerBench throughBroker = new BrokerBench();

    @Mixin
    private ApiBench api = new ApiBench();

    @Override
    public Integer call() throws Exception {
        Scale scale = new Scale(devices, Duration.ofSeconds(seconds), window, rate, Duration.ofSeconds(warmUp),
                connections);
        Optional<Target> foreign = system.foreign();
        if (foreign.isPresent()) {
            return report(measure(foreign.get(), NOT_OURS, scale, NOT_OURS));
        }
        if (throughBroker.chosen()) {
            return throughBroker.report(system.launcher(), scale, json);
        }
        if (api.alone()) {
            ApiReport pages = api.measure(system.launcher(), scale);
            report(pages.text(), pages.json());
            return 0;
        }
        return report(measureOwn(scale).with(api.measure(system.launcher(), scale)));
    }

    private BenchReport measureOwn(Scale scale) throws Exception {
        Path home = Files.createTempDirectory("siaga-bench");
        try {
            start(home).close();
            long begun = System.nanoTime();
            try (SiagaProcess siaga = start(home)) {
                double startToReadyS = BenchReport.hundredths((System.nanoTime() - begun) / 1e9);
                return measure(target(siaga, home), siaga.pid(), scale, startToReadyS);
            }
        } finally {
            delete(home);
        }
    }

    private SiagaProcess start(Path home) throws IOException, InterruptedException {
        String[] database = system.databaseUrl().map(url -> new String[]{"--database-url", url})
                .orElse(new String[0]);
        SiagaProcess siaga = SiagaProcess.start(system.launcher(), home, FreePort.next(), FreePort.next(), line -> {
        }, database);
        siaga.awaitReady(READY_WITHIN);
        return siaga;
    }

    private Target target(SiagaProcess siaga, Path home) throws IOException, InterruptedException {
        String url = system.databaseUrl().isPresent()
                ? system.databaseUrl().get()
                : Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip();
        return new Target(siaga.http(), new Endpoint("127.0.0.1", siaga.mqttPort()), siaga.login(), url);
    }

    private int report(BenchReport found) throws IOException {
        report(found.text(), found.json());
        return found.passed() ? 0 : 1;
    }

    private void report(String text, String document) throws IOException {
        System.out.print(text);
        if (json != null) {
            Files.writeString(json, document);
        }
    }

    /** The phases, in the order in which they run. */
    private static BenchReport measure(Target target, long pid, Scale scale, double startToReadyS) throws Exception {
        StoredRows rows = new StoredRows(target.databaseUrl());
        try (Bed bed = Bed.of(target, pid, scale);
                CopyYardstick yardstick = new CopyYardstick(target.databaseUrl(), Bed.LANES)) {
            tell("warm-up");
            bed.warmUp();
            tell("bare commit");
            double commit = yardstick.oneRowCommitMillis();
            tell("latency at " + scale.rate() + " messages/s, without and beside a device far over its quota");
            FairShare fairShare = FairShare.measure(bed);
            tell("latency with panics");
            Panics panics = Panics.measure(bed);
            tell("rate");
            Throughput throughput = Throughput.measure(bed);
            tell(scale.connections() + " idle connections");
            IdleConnections idle = IdleConnections.measure(bed);
            tell("count");
            StoredRows.Tally tally = rows.compare(bed.load().devices());
            tell("COPY yardstick");
            long copied = Math.round(yardstick.rowsPerSecond(scale.phase().dividedBy(2)));
            return new BenchReport(setting(scale, rows.store(), startToReadyS), throughput, copied,
                    BenchReport.hundredths(commit), fairShare, panics, tally, idle, null);
        }
    }

    private static BenchReport.Setting setting(Scale scale, String store, double startToReadyS) {
        return new BenchReport.Setting(scale.phase().toSeconds(), scale.devices(), METRICS, scale.rate(), store,
                "java " + Runtime.version().feature(), startToReadyS);
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
