package id.siaga.ingest.store.embedded;

import id.siaga.ingest.store.embedded.Probe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The server process of one home: adopted, launched, brought back, stopped. One thread at a time. */
final class Server {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration OBEYS = Duration.ofSeconds(5);

    private final Path home;
    private final Cluster cluster;
    private final Postmaster postmaster;
    private final String password;
    private int port;

    Server(Path home, Cluster cluster) throws IOException {
        this.home = home;
        this.cluster = cluster;
        this.postmaster = new Postmaster(home.resolve("data"));
        this.password = cluster.password();
        this.port = cluster.port();
    }

    int port() {
        return port;
    }

    String password() {
        return password;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The server an earlier process left alive, when it answers or comes to answer within the deadline. */
    Optional<ProcessHandle> adopt(Duration deadline) throws IOException, InterruptedException {
        Optional<ProcessHandle> server = postmaster.running();
        if (server.isEmpty()) {
            return Optional.empty();
        }
        Answer answer = probe().await(server.get(), deadline, SILENCE);
        failIfRecovering(server.get(), answer, deadline);
        return server.filter(found -> answer == Answer.READY);
    }

    /** A new server, on the kept port when it is free. */
    ProcessHandle launch(Duration deadline) throws IOException, InterruptedException {
        postmaster.stop(OBEYS, "QUIT");
        cluster.prepare();
        port = free(port);
        return await(cluster.launch(port), deadline);
    }

    /**
     * A server in place of one that died, on the same files and the same port: everybody who reconnects knows only
     * that. What has become of the files is not repaired here; an empty directory must not become an empty database.
     */
    ProcessHandle relaunch(Duration orphans, Duration deadline) throws IOException, InterruptedException {
        Optional<ProcessHandle> recovering = adopt(deadline);
        if (recovering.isPresent()) {
            return recovering.get();
        }
        postmaster.await(orphans);
        postmaster.stop(OBEYS, "QUIT");
        return await(cluster.launch(port), deadline);
    }

    private ProcessHandle await(Process server, Duration deadline) throws IOException, InterruptedException {
        Answer answer = probe().await(server.toHandle(), deadline, deadline);
        if (answer == Answer.READY) {
            return server.toHandle();
        }
        failIfRecovering(server.toHandle(), answer, deadline);
        boolean ended = !server.isAlive();
        postmaster.stop(OBEYS, "QUIT");
        throw new IOException("PostgreSQL in " + home
                + (ended ? " ended at once: " : " did not answer within " + deadline.toSeconds() + " s: ")
                + cluster.log().ending());
    }

    /** Recovery begins anew each time it is cut off, so it is left to go on for the next start to adopt. */
    private void failIfRecovering(ProcessHandle server, Answer answer, Duration deadline) throws IOException {
        if (answer == Answer.BUSY && server.isAlive()) {
            throw new IOException("PostgreSQL in " + home + " still recovers after " + deadline.toSeconds()
                    + " s and goes on doing so: start again in a while; last it said: " + cluster.log().progress());
        }
    }

    private Probe probe() {
        return new Probe(url("postgres"), EmbeddedPostgres.USER, password, cluster.log());
    }

    private static int free(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            if (wanted == 0) {
                throw new IOException("no free port on loopback for PostgreSQL: " + taken.getMessage(), taken);
            }
            return free(0);
        }
    }

    /** Fast shutdown, then immediate shutdown, each given the patience, then kill. */
    void stop(Duration patience) throws IOException, InterruptedException {
        postmaster.stop(patience, "INT", "QUIT");
    }
}
