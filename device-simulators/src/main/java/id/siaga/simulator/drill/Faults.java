package id.siaga.simulator.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import id.siaga.simulator.drill.Fault.Part;

/** The things that go wrong, in the order in which they do: every part once in each round, the long stall half-way. */
final class Faults {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration NETWORK_PAUSE = Duration.ofSeconds(3);

    private final DrillOptions options;
    private final Fault.Path door;
    private final List<Fault> round = new ArrayList<>();
    private final List<Fault> once = new ArrayList<>();

    /** @param door the way of the gauges that connect to Siaga itself */
    Faults(DrillOptions options, Fault.Path door) {
        this.options = options;
        this.door = door;
    }

    /** Between the gauges and the system. */
    void network(TcpProxy network) {
        round.add(new Fault(Part.NETWORK, "pause", NETWORK_PAUSE, network::pause, network::resume, door));
        round.add(new Fault(Part.NETWORK, "cut", AT_ONCE, network::cut, Fault.BY_ITSELF, door));
    }

    void ingest(OwnSystem system) {
        round.add(new Fault(Part.INGEST, "kill", AT_ONCE, system::killSiaga, system::startSiaga, door));
    }

    /** The embedded database, which Siaga itself must start again, or another, by the commands of its owner. */
    void database(OwnSystem system) {
        system.databaseDoor().ifPresentOrElse(this::external, () -> embedded(system.postgres()));
    }

    private void embedded(PostgresProcesses postgres) {
        round.add(new Fault(Part.DATABASE, "kill", AT_ONCE, postgres::kill, Fault.BY_ITSELF, door));
        stall(postgres::freeze, postgres::thaw);
    }

    private void external(DatabaseDoor database) {
        if (options.databaseKill().isEmpty()) {
            System.err.println("drill: the database is only stalled: no --database-kill and --database-start");
        } else {
            round.add(new Fault(Part.DATABASE, "kill", AT_ONCE, () -> shell(options.databaseKill()),
                    () -> shell(options.databaseStart()), door));
        }
        stall(database.proxy()::pause, database.proxy()::resume);
    }

    private void stall(Fault.Act strike, Fault.Act mend) {
        if (options.stall().isPositive()) {
            once.add(new Fault(Part.DATABASE, "stall", options.stall(), strike, mend, door));
        }
    }

    void broker(OwnSystem system, BrokerPath path) {
        round.add(new Fault(Part.BROKER, "kill", AT_ONCE, system::killBroker, () -> {
            system.startBroker();
            path.gauges().each(Gauge::sayKeptAgain);
        }, path));
    }

    /** All of them. */
    List<Fault> inOrder() {
        List<Fault> all = new ArrayList<>();
        for (int kill = 0; kill < options.kills(); kill++) {
            all.addAll(round);
        }
        all.addAll(options.kills() / 2 * round.size(), once);
        return all;
    }

    private static void shell(String command) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        if (code != 0) {
            throw new IOException("\"" + command + "\" ended with code " + code);
        }
    }
}
