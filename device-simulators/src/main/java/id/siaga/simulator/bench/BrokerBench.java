package id.siaga.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import picocli.CommandLine.Option;

/**
 * The benchmark through someone else's broker: devices publish to it, Siaga subscribes, rows are counted in the
 * database. A plain subscriber on the same broker in the same run is the yardstick.
 */
final class BrokerBench {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);
    static final int EVENT_LOOPS = 2;
    private static final String PROBE = "bench-probe";

    @Option(names = "--broker", paramLabel = "tcp://HOST:PORT", description = "measure through this MQTT broker, which must allow anonymous clients")
    private @Nullable URI broker;

    @Option(names = "--via", paramLabel = "mosquitto", description = "measure through Debian's Mosquitto, started for it")
    private @Nullable String via;

    @Option(names = "--broker-sessions", paramLabel = "N", defaultValue = "1", description = "Siaga's sessions at the broker (${DEFAULT-VALUE})")
    private int sessions;

    boolean chosen() {
        return broker != null || via != null;
    }

    /** Starts a system of its own on the broker, and the broker itself when asked to; 0 when nothing is missing. */
    int report(Path launcher, Scale scale, @Nullable Path json) throws Exception {
        Path home = Files.createTempDirectory("siaga-bench");
        try {
            BrokerReport found = measure(launcher, home, scale);
            System.out.print(found.text());
            if (json != null) {
                Files.writeString(json, found.json());
            }
            return found.ackedMissing() == 0 && found.duplicated() == 0 ? 0 : 1;
        } finally {
            Bench.delete(home);
        }
    }

    private BrokerReport measure(Path launcher, Path home, Scale scale) throws Exception {
        URI given = broker;
        if (given != null) {
            return measure(launcher, home, scale, new Endpoint(given.getHost(), given.getPort()), given.toString());
        }
        if (!"mosquitto".equals(via)) {
            throw new IllegalArgumentException("--via: only mosquitto can be started here, not " + via);
        }
        try (MosquittoBroker mosquitto = MosquittoBroker.start(home)) {
            return measure(launcher, home, scale, mosquitto.endpoint(), "mosquitto");
        }
    }

    private BrokerReport measure(Path launcher, Path home, Scale scale, Endpoint at, String name) throws Exception {
        double plain = PlainSubscriber.messagesPerSecond(scale, at);
        try (SiagaProcess siaga = SiagaProcess.start(launcher, home, FreePort.next(), FreePort.next(),
                line -> {
                }, "--broker-url", "tcp://" + at.host() + ":" + at.port(), "--broker-sessions",
                Integer.toString(sessions))) {
            siaga.awaitReady(READY_WITHIN);
            String database = Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip();
            Map<String, String> gauges = register(siaga, scale.devices());
            awaitSubscribed(siaga, sessions);
            try (Load load = new Load(gauges, EVENT_LOOPS, at)) {
                return throughSiaga(siaga, load, scale, new Found(name, at, database, plain));
            }
        }
    }

    private record Found(String name, Endpoint broker, String database, double plain) {
    }

    private BrokerReport throughSiaga(SiagaProcess siaga, Load load, Scale scale, Found found) throws Exception {
        tell("warm-up");
        durable(load, scale.window(), scale.phase().dividedBy(4), found.database());
        tell("rate");
        double durable = durable(load, scale.window(), scale.phase(), found.database());
        tell("latency at " + scale.rate() + " messages/s");
        Thread steady = Thread.ofPlatform().start(() -> hold(load, scale));
        Histogram latency = new DurableProbe(PROBE, found.broker(), found.database()).measure(scale.phase());
        steady.join();
        awaitStored(load, found.database());
        StoredRows.Tally tally = new StoredRows(found.database()).compare(load.devices());
        return new BrokerReport(found.name(), sessions, scale.phase().toSeconds(), scale.devices(),
                Math.round(found.plain()), Math.round(durable), Math.round(100 * durable / found.plain()) / 100.0,
                scale.rate(), BenchReport.millis(latency, 50), BenchReport.millis(latency, 99), tally.acked(),
                tally.stored(), tally.ackedMissing(), tally.duplicated(),
                Math.round(metric(siaga, "siaga_out_of_order_total")), "java " + Runtime.version().feature());
    }

    private static void hold(Load load, Scale scale) {
        try {
            load.open(scale.rate(), scale.phase());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double durable(Load load, int window, Duration phase, String database)
            throws InterruptedException, SQLException {
        long before = load.acked();
        long start = System.nanoTime();
        load.closed(window, phase);
        awaitStored(load, database);
        return (load.acked() - before) * 1e9 / (System.nanoTime() - start);
    }

    private static void awaitStored(Load load, String database) throws InterruptedException, SQLException {
        StoredRows rows = new StoredRows(database);
        long deadline = System.nanoTime() + DRAINED_WITHIN.toNanos();
        while (rows.count(PROBE) < load.acked() && System.nanoTime() < deadline) {
            Thread.sleep(100);
        }
    }

    private static Map<String, String> register(SiagaProcess siaga, int devices)
            throws IOException, InterruptedException {
        CommandCenter center = CommandCenter.login(siaga.http(), siaga.login().user(), siaga.login().password());
        ArrayNode gauges = new ObjectMapper().createArrayNode();
        for (int i = 0; i <= devices; i++) {
            String id = i == devices ? PROBE : "bench-gauge-" + i;
            gauges.addObject().put("device_id", id).put("kind", "flood").put("name", id).put("mount_mm", 11_000)
                    .put("post", "P2C");
        }
        Map<String, String> secrets = new LinkedHashMap<>(center.register(gauges));
        Objects.requireNonNull(secrets.remove(PROBE), "the probe was not registered");
        return secrets;
    }

    static void awaitSubscribed(SiagaProcess siaga, int sessions) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (metric(siaga, "siaga_broker_connected") < sessions) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Siaga did not subscribe at the broker within " + READY_WITHIN);
            }
            Thread.sleep(100);
        }
    }

    private static double metric(SiagaProcess siaga, String name) throws IOException, InterruptedException {
        HttpResponse<String> metrics = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(siaga.http().resolve("/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        return metrics.body().lines().filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    static void tell(String phase) {
        System.err.println("bench: " + phase);
    }
}
