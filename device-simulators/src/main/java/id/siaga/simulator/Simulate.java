package id.siaga.simulator;

import id.siaga.simulator.device.Fault;
import id.siaga.simulator.fleet.Endpoint;
import id.siaga.simulator.fleet.Fleet;
import id.siaga.simulator.scenario.DeviceSheet;
import id.siaga.simulator.scenario.Scenarios;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays scenarios against a system that already runs. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Mendaftarkan dan menjalankan perangkat tiruan pada sistem yang sudah berjalan.",
        "Registers simulated devices with a running system and lets them report until stopped."})
final class Simulate implements Callable<Integer> {

    private static final long REPORT_EVERY_S = 10;

    @Option(names = "--mqtt", paramLabel = "HOST:PORT", defaultValue = "${env:SIAGA_MQTT:-127.0.0.1:1883}", description = "where devices connect (${DEFAULT-VALUE}; SIAGA_MQTT)")
    private String mqtt = "";

    @Option(names = "--http", paramLabel = "URL", defaultValue = "${env:SIAGA_HTTP:-http://127.0.0.1:8080}", description = "the command center (${DEFAULT-VALUE}; SIAGA_HTTP)")
    private URI http = URI.create("");

    @Option(names = "--user", defaultValue = "${env:SIAGA_USER:-}", description = "login that may register devices (SIAGA_USER)")
    private String user = "";

    @Option(names = "--password", defaultValue = "${env:SIAGA_PASSWORD:-}", description = "its password; better given as SIAGA_PASSWORD")
    private String password = "";

    @Option(names = "--scenario", paramLabel = "NAME|FILE", split = ",", defaultValue = "${env:SIAGA_SCENARIO}", description = "may be repeated; without it all that come with Siaga, one at least for every kind of device")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--devices", paramLabel = "N", defaultValue = "${env:SIAGA_DEVICES:-0}", description = "grow or cut the scenarios to exactly N devices; 0 leaves them (SIAGA_DEVICES)")
    private int devices;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "${env:SIAGA_SEED:-1}", description = "the same seed gives the same city (${DEFAULT-VALUE}; SIAGA_SEED)")
    private long seed;

    @Option(names = "--speed", paramLabel = "X", defaultValue = "${env:SIAGA_SPEED}", description = "story minutes per minute of the clock, for gauges; clocks stay true (SIAGA_SPEED)")
    private @Nullable Double speed;

    @Option(names = "--fault", paramLabel = "KIND=DEVICE", description = "break a device from the start: silence, "
            + "stuck, clock-2004, clock-ahead, duplicate, malformed; may be repeated")
    private List<String> faults = new ArrayList<>();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "${env:SIAGA_SECONDS:-0}", description = "stop by itself after N seconds; 0 runs until stopped (SIAGA_SECONDS)")
    private long seconds;

    @Option(names = "--print-csv", description = "only print the devices as a sheet for POST /api/v1/device-imports")
    private boolean printCsv;

    @Option(names = "--enrol", description = "the devices are registered already; each enrols by itself with a claim code")
    private boolean enrol;

    @Override
    public Integer call() throws Exception {
        if (printCsv) {
            System.out.print(new DeviceSheet(simulation().build(), Simulation.OWNER).csv());
            return 0;
        }
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("--user and --password (SIAGA_USER, SIAGA_PASSWORD): who registers?");
        }
        Fleet fleet = started();
        CountDownLatch stopped = new CountDownLatch(1);
        Shutdown shutdown = Shutdown.onSignal(() -> {
            stopped.countDown();
            finish(fleet);
        });
        watch(fleet, stopped);
        if (shutdown.disarm()) {
            finish(fleet);
        }
        return 0;
    }

    private Fleet started() throws IOException {
        Endpoint door = Endpoint.of(mqtt);
        return enrol
                ? simulation().enrol(http, user, password, door)
                : simulation().start(http, user, password, door);
    }

    private static void finish(Fleet fleet) {
        fleet.close();
        System.out.println("selesai / done: " + fleet.tally());
    }

    private void watch(Fleet fleet, CountDownLatch stopped) throws InterruptedException {
        long end = seconds == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            long wait = Math.min(TimeUnit.SECONDS.toNanos(REPORT_EVERY_S), end - System.nanoTime());
            if (stopped.await(wait, TimeUnit.NANOSECONDS)) {
                return;
            }
            System.out.println(fleet.tally());
        }
    }

    private Simulation simulation() {
        List<String> chosen = scenarios.isEmpty() ? Scenarios.ALL : scenarios;
        return new Simulation(chosen, seed, devices, speed, faultsByDevice());
    }

    private Map<String, Fault> faultsByDevice() {
        Map<String, Fault> byDevice = new LinkedHashMap<>();
        for (String fault : faults) {
            int equals = fault.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--fault: expected KIND=DEVICE, got \"" + fault + "\"");
            }
            byDevice.put(fault.substring(equals + 1), Fault.of(fault.substring(0, equals)));
        }
        return byDevice;
    }
}
