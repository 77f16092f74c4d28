package id.siaga.simulator.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's Mosquitto as a child process; what it wrote of its sessions outlives it in the given folder. */
final class MosquittoProcess implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final Process process;

    private MosquittoProcess(Process process) {
        this.process = process;
    }

    /** Starts it on a port of loopback, open to everybody, and waits until it listens. */
    static MosquittoProcess start(Path home, int port) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path conf = Files.writeString(home.resolve("mosquitto.conf"),
                """
                listener %d 127.0.0.1
                allow_anonymous true
                max_inflight_messages 1000
                max_queued_messages 0
                persistence true
                persistence_location %s/
                autosave_interval 1
                user %s
                """.formatted(port, home, System.getProperty("user.name")));
        MosquittoProcess broker = new MosquittoProcess(new ProcessBuilder(PROGRAM.toString(), "-c", conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("mosquitto.log").toFile())).start());
        if (!Patience.of(WITHIN).until(() -> !broker.process.isAlive() || listens(port)) || !listens(port)) {
            broker.kill();
            throw new IOException("mosquitto does not listen on port " + port + "; its log is in " + home);
        }
        return broker;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it at once (SIGKILL): what it had not written is lost. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
