package id.siaga.simulator.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import id.siaga.simulator.SiagaProcess;
import id.siaga.simulator.Target;
import id.siaga.simulator.bench.FreePort;
import id.siaga.simulator.fleet.Endpoint;

/**
 * A system of the drill's own, in a folder of its own, whose parts it may therefore kill: the Siaga process, its
 * database and, when asked for, a broker.
 */
final class OwnSystem implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final Path launcher;
    private final Path home;
    private final int httpPort;
    private final int mqttPort;
    private final int brokerPort;
    private final Optional<DatabaseDoor> database;
    private final PrintStream log;
    private Optional<MosquittoProcess> broker = Optional.empty();
    private Optional<SiagaProcess> siaga = Optional.empty();

    /** How the parts are arranged. */
    enum Broker {
        NONE, MOSQUITTO
    }

    private OwnSystem(Path launcher, Path home, Optional<DatabaseDoor> database, int brokerPort) throws IOException {
        this.launcher = launcher;
        this.home = home;
        this.database = database;
        this.brokerPort = brokerPort;
        this.httpPort = FreePort.next();
        this.mqttPort = FreePort.next();
        this.log = new PrintStream(home.resolve("siaga.log").toFile(), StandardCharsets.UTF_8);
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param home an empty folder
     * @param database the way to an external database, closed with the system; the embedded one otherwise
     */
    static OwnSystem start(Path launcher, Path home, Optional<DatabaseDoor> database, Broker broker) throws Exception {
        OwnSystem system = new OwnSystem(launcher, home, database,
                broker == Broker.MOSQUITTO ? FreePort.next() : 0);
        try {
            if (broker == Broker.MOSQUITTO) {
                system.startBroker();
            }
            system.startSiaga();
            return system;
        } catch (Exception e) {
            system.close();
            throw e;
        }
    }

    Target target() throws IOException, InterruptedException {
        SiagaProcess running = siaga.orElseThrow();
        String url = database.isPresent()
                ? database.get().direct()
                : Files.readString(home.resolve("database-url"), StandardCharsets.UTF_8).strip();
        return new Target(running.http(), new Endpoint("127.0.0.1", mqttPort), running.login(), url);
    }

    /** Where the broker listens, when there is one. */
    Optional<Endpoint> brokerEndpoint() {
        return brokerPort == 0 ? Optional.empty() : Optional.of(new Endpoint("127.0.0.1", brokerPort));
    }

    /** The way to the database, when it is an external one. */
    Optional<DatabaseDoor> databaseDoor() {
        return database;
    }

    /** The embedded database. */
    PostgresProcesses postgres() {
        return PostgresProcesses.of(home);
    }

    void startSiaga() throws IOException, InterruptedException {
        List<String> more = new ArrayList<>();
        if (brokerPort > 0) {
            more.addAll(List.of("--broker-url", "tcp://127.0.0.1:" + brokerPort));
        }
        database.ifPresent(door -> more.addAll(List.of("--database-url", door.url())));
        SiagaProcess started = SiagaProcess.start(launcher, home, httpPort, mqttPort, log::println,
                more.toArray(String[]::new));
        siaga = Optional.of(started);
        started.awaitReady(READY_WITHIN);
    }

    void killSiaga() throws InterruptedException {
        siaga.orElseThrow().kill();
    }

    void startBroker() throws IOException, InterruptedException {
        broker = Optional.of(MosquittoProcess.start(home.resolve("broker"), brokerPort));
    }

    void killBroker() throws InterruptedException {
        broker.orElseThrow().kill();
    }

    /** Stops Siaga, which stops its database, then the broker. */
    @Override
    public void close() {
        if (database.isEmpty()) {
            thaw();
        }
        database.ifPresent(door -> door.proxy().resume());
        siaga.ifPresent(SiagaProcess::close);
        broker.ifPresent(MosquittoProcess::close);
        database.ifPresent(OwnSystem::quietly);
        log.close();
    }

    private static void quietly(DatabaseDoor door) {
        try {
            door.close();
        } catch (IOException e) {
            // Its port goes with this process.
        }
    }

    /** A frozen database could not be stopped. */
    private void thaw() {
        try {
            postgres().thaw();
        } catch (IOException e) {
            // It is not running: nothing to wake.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
