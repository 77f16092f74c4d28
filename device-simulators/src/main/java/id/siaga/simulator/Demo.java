package id.siaga.simulator;

import id.siaga.simulator.fleet.Endpoint;
import id.siaga.simulator.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration: the real system as a child process, and a simulated Bekasi in this one. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Menjalankan Siaga lengkap dengan peragaan banjir Kali Bekasi 4 Maret 2025 yang dipercepat.",
        "Starts all of Siaga and replays the Kali Bekasi flood of 4 March 2025, sped up. Ctrl-C stops it all."})
final class Demo implements Callable<Integer> {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    /** A signal sent to the whole process group may end the child before it is noticed here. */
    private static final Duration SIGNAL_GRACE = Duration.ofSeconds(1);

    @Option(names = "--launcher", required = true, defaultValue = "${env:SIAGA_LAUNCHER}", paramLabel = "FILE", description = "the siaga script (SIAGA_LAUNCHER)")
    private Path launcher = Path.of("siaga");

    @Option(names = "--home", defaultValue = "${env:SIAGA_HOME:-var/demo}", paramLabel = "DIR", description = "where the system keeps its state (${DEFAULT-VALUE}; SIAGA_HOME)")
    private Path home = Path.of("var");

    @Option(names = "--http-port", defaultValue = "${env:SIAGA_HTTP_PORT:-8080}", paramLabel = "PORT", description = "wall and API (${DEFAULT-VALUE}; SIAGA_HTTP_PORT)")
    private int httpPort;

    @Option(names = "--mqtt-port", defaultValue = "${env:SIAGA_MQTT_PORT:-1883}", paramLabel = "PORT", description = "devices (${DEFAULT-VALUE}; SIAGA_MQTT_PORT)")
    private int mqttPort;

    private final AtomicReference<Fleet> fleet = new AtomicReference<>();

    @Override
    public Integer call() throws Exception {
        SiagaProcess.requireFree("--http-port", httpPort);
        SiagaProcess.requireFree("--mqtt-port", mqttPort);
        SiagaProcess siaga = SiagaProcess.start(launcher, home, httpPort, mqttPort, System.out::println);
        Shutdown shutdown = Shutdown.onSignal(() -> stop(siaga));
        try {
            play(siaga);
            int code = siaga.awaitEnd();
            return shutdown.disarmUnlessSignalled(SIGNAL_GRACE) ? ended(siaga, code) : awaitShutdown();
        } catch (IOException | IllegalStateException failure) {
            return shutdown.disarmUnlessSignalled(SIGNAL_GRACE) ? failed(siaga, failure) : awaitShutdown();
        }
    }

    private void play(SiagaProcess siaga) throws IOException, InterruptedException {
        siaga.awaitReady(READY_WITHIN);
        Login login = siaga.login();
        fleet.set(Simulation.demo().start(siaga.http(), login.user(), login.password(),
                new Endpoint("127.0.0.1", mqttPort)));
        System.out.print(guide(login));
    }

    private String guide(Login login) {
        return """

               Siaga berjalan. Layar dinding: http://127.0.0.1:%1$d/wall   API: http://127.0.0.1:%1$d/api/v1
               Masuk: %2$s / %3$s
               Yang akan terlihat: air P2C naik melewati 350, 450, dan 550 cm; Siaga 1 sekitar detik ke-28;
               tombol panik Patroli Jatiasih 1 sekitar detik ke-45; kamera beku atau mati; WiFi publik ramai.
               Puncak 875 cm setelah dua menit, lalu surut. Waktu cerita 60 kali lebih cepat. Ctrl-C menghentikan semua.

               Siaga is running. Wall: http://127.0.0.1:%1$d/wall   API: http://127.0.0.1:%1$d/api/v1
               Login: %2$s / %3$s
               What you will see: P2C rises past 350, 450 and 550 cm, Siaga 1 after about 28 seconds; the panic button
               of Patroli Jatiasih 1 after about 45; cameras freeze or fail; public WiFi gets crowded. The crest of
               875 cm comes after two minutes, then the water falls. The story runs 60 times as fast. Ctrl-C stops all.

               """.formatted(httpPort, login.user(), login.password());
    }

    private int ended(SiagaProcess siaga, int code) {
        return failed(siaga, new IllegalStateException("siaga (pid " + siaga.pid() + ") ended with code " + code));
    }

    private int failed(SiagaProcess siaga, Exception failure) {
        System.err.println("demo berhenti / demo stopped: " + failure.getMessage());
        stop(siaga);
        return 1;
    }

    private void stop(SiagaProcess siaga) {
        Fleet running = fleet.get();
        if (running != null) {
            running.close();
        }
        siaga.close();
    }

    /** The shutdown thread has taken over and will end the process itself. */
    private static int awaitShutdown() throws InterruptedException {
        Thread.currentThread().join();
        return 0;
    }
}
