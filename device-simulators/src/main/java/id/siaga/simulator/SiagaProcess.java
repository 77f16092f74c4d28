package id.siaga.simulator;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The real system as a child process: {@code <launcher> run --home … --http-port … --mqtt-port …}. The launcher must
 * {@code exec} the JVM, so that this process id is the system's own. Usable from several threads.
 */
public final class SiagaProcess implements AutoCloseable {

    /** A session of its own keeps Ctrl-C from the child, so that the devices can say farewell first. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private static final Duration LOGIN_WAIT = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final URI http;
    private final int mqttPort;
    private final RememberedLogin remembered;
    private final Thread reader;
    private volatile @Nullable Login printed;

    private SiagaProcess(Process process, URI http, int mqttPort, RememberedLogin remembered, Consumer<String> output) {
        this.process = process;
        this.http = http;
        this.mqttPort = mqttPort;
        this.remembered = remembered;
        this.reader = Thread.ofVirtual().name("siaga-output").start(() -> passThrough(output));
    }

    /** Starts the system, with {@code more} options; each line it prints goes to {@code output}. */
    public static SiagaProcess start(Path launcher, Path home, int httpPort, int mqttPort, Consumer<String> output,
            String... more) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(List.of(launcher.toString(), "run", "--home", home.toString(), "--http-port",
                Integer.toString(httpPort), "--mqtt-port", Integer.toString(mqttPort)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        URI http = URI.create("http://127.0.0.1:" + httpPort);
        return new SiagaProcess(process, http, mqttPort, RememberedLogin.in(home), output);
    }

    /** Fails when the port is taken: another system on it would answer for ours, and look ready. */
    static void requireFree(String option, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException taken) {
            throw new IOException(option + ": port " + port + " is taken; stop the other program or choose another",
                    taken);
        }
    }

    /** Where its HTTP API answers. */
    public URI http() {
        return http;
    }

    /** Where devices connect, on loopback. */
    public int mqttPort() {
        return mqttPort;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Waits until the system is ready; fails saying so when it ends or the time is over. */
    public void awaitReady(Duration within) throws InterruptedException {
        if (poll(within, () -> !process.isAlive() || ready()) && process.isAlive()) {
            return;
        }
        throw new IllegalStateException(process.isAlive()
                ? "siaga: not ready within " + within.toSeconds() + " s"
                : "siaga: ended with code " + process.exitValue() + " before it was ready");
    }

    /** The login printed at this start, or remembered from the first one; fails when neither is known. */
    public Login login() throws IOException, InterruptedException {
        Optional<Login> known = remembered.recall();
        poll(known.isPresent() ? Duration.ZERO : LOGIN_WAIT, () -> printed != null);
        return Optional.ofNullable(printed).or(() -> known).orElseThrow(() -> new IllegalStateException(
                "login: not printed at this start and not in " + remembered.file() + "; use a new --home"));
    }

    /** Waits for its end and returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    /** Kills exactly this process at once (SIGKILL), as a power cut would. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop (SIGTERM), waits, and kills it only when it does not listen. */
    @Override
    public void close() {
        // through the handle: Process.destroy would close the pipe and lose the child's last words
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
            reader.join(POLL.toMillis() * 10);
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void passThrough(Consumer<String> output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Login.of(line).ifPresent(this::keep);
                output.accept(line);
            }
        } catch (IOException e) {
            output.accept("siaga: output lost: " + e.getMessage());
        }
    }

    private void keep(Login login) {
        printed = login;
        try {
            remembered.keep(login);
        } catch (IOException e) {
            throw new UncheckedIOException("login: cannot be remembered in " + remembered.file(), e);
        }
    }

    private boolean ready() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(http.resolve("/health/ready")).timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean poll(Duration within, BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
