package id.siaga.simulator.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import id.siaga.simulator.fleet.Endpoint;

/**
 * Debian's Mosquitto on a free port, with a queue that has no limit and a window wider than any subscriber's: with none
 * at all (0) it would not keep to their Receive Maximum. Nothing outlives it.
 */
record MosquittoBroker(Process process, Endpoint endpoint) implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static MosquittoBroker start(Path home) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException("no " + PROGRAM + ": apt-get install mosquitto");
        }
        int port = FreePort.next();
        Path conf = Files.writeString(home.resolve("mosquitto.conf"),
                """
                listener %d 127.0.0.1
                allow_anonymous true
                max_inflight_messages 20000
                max_queued_messages 0
                set_tcp_nodelay true
                user %s
                """.formatted(port, System.getProperty("user.name")));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", conf.toString()).redirectErrorStream(true)
                .redirectOutput(home.resolve("mosquitto.log").toFile()).start();
        MosquittoBroker started = new MosquittoBroker(process, new Endpoint("127.0.0.1", port));
        started.awaitListening();
        return started;
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IOException("mosquitto did not listen on port " + endpoint.port());
            }
            Thread.sleep(20);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
