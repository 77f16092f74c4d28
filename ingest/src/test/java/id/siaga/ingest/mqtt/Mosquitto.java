package id.siaga.ingest.mqtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's Mosquitto as a child process; its sessions outlive it in the given folder. */
final class Mosquitto implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Process process;

    private Mosquitto(Process process) {
        this.process = process;
    }

    static Mosquitto start(Path home, int port) throws IOException {
        return start(home, port, "allow_anonymous true");
    }

    /** @param access lines of its configuration that say who may connect, and how */
    static Mosquitto start(Path home, int port, String access) throws IOException {
        Path conf = Files.writeString(home.resolve("mosquitto.conf"),
                """
                listener %d 127.0.0.1
                %s
                max_inflight_messages 100
                max_queued_messages 10000
                persistence true
                persistence_location %s/
                user %s
                """.formatted(port, access, home, System.getProperty("user.name")));
        Mosquitto started = new Mosquitto(new ProcessBuilder(PROGRAM.toString(), "-c", conf.toString())
                .redirectErrorStream(true).redirectOutput(home.resolve("mosquitto.log").toFile()).start());
        started.awaitListening(port);
        return started;
    }

    private void awaitListening(int port) {
        Instant deadline = Instant.now().plus(DEADLINE);
        while (!listens(port)) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new AssertionError("mosquitto did not listen on port " + port);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its sockets stay open, and nothing answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** SIGKILL: nothing is said, nothing is written. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /** SIGTERM: Mosquitto writes its sessions to disk. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new UncheckedIOException(new IOException("mosquitto did not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
