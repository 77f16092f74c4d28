package id.siaga.simulator.drill;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import id.siaga.simulator.Target;
import id.siaga.simulator.drill.Comparison.Tally;
import id.siaga.simulator.drill.Course.Struck;
import id.siaga.simulator.drill.Fault.Part;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** One drill from the first message to the report: load, faults, drain, account, replay. */
final class Exercise implements AutoCloseable {

    private static final int EVENT_LOOPS = 2;
    private static final int ONE_AT_THE_BROKER_OF = 5;
    private static final long CONNECTING_S = 2;

    private final DrillOptions options;
    private final Optional<OwnSystem> own;
    private final Vertx vertx = Vertx
            .vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
    private final Timetable timetable;
    private final Tables tables;
    private final TcpProxy network;
    private final Vitals vitals;
    private final Gauges direct;
    private final Gauges brokered;
    private final ReceiptWatch receipts;

    /** On a system started elsewhere, or with {@code own} on that. */
    Exercise(DrillOptions options, Target target, Optional<OwnSystem> own) throws IOException {
        this.options = options;
        this.own = own;
        Enrolment enrolment = Enrolment.of(target, options.devices());
        this.timetable = new Timetable(Instant.now().plusSeconds(CONNECTING_S),
                System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECTING_S), options.devices(), options.rate());
        this.tables = new Tables(target.databaseUrl(), enrolment.run());
        this.network = TcpProxy.before(target.mqtt());
        this.vitals = new Vitals(target.http());
        int atBroker = own.flatMap(OwnSystem::brokerEndpoint).isPresent()
                ? options.devices() / ONE_AT_THE_BROKER_OF
                : 0;
        this.brokered = new Gauges(
                new Door(own.flatMap(OwnSystem::brokerEndpoint).orElse(target.mqtt())), timetable,
                enrolment.gauges().subList(0, atBroker));
        this.direct = new Gauges(new Door(network.endpoint()), timetable,
                enrolment.gauges().subList(atBroker, options.devices()));
        this.receipts = new ReceiptWatch(List.of(direct, brokered), timetable, tables);
    }

    DrillReport run() throws Exception {
        long began = System.nanoTime();
        tables.askForReceipts(brokered.ids());
        brokered.start(vertx, EVENT_LOOPS);
        direct.start(vertx, EVENT_LOOPS);
        receipts.start();
        DirectPath door = new DirectPath(direct, Math.max(options.rate(), options.devices()));
        BrokerPath broker = new BrokerPath(brokered, timetable, tables);
        List<Struck> struck = new Course(timetable, brokered.ids().isEmpty() ? List.of(door) : List.of(door, broker))
                .run(faults(door, broker), options.messages());
        timetable.end(System.nanoTime());
        tell("drain");
        Account atDoor = new Account(direct, tables);
        Account atBroker = new Account(brokered, tables);
        atDoor.awaitAnswers();
        atBroker.awaitAnswers();
        tell("count");
        long brokerLost = brokered.ids().isEmpty() ? 0 : atBroker.repairLosses();
        Findings found = new Findings(struck, atDoor.tally(), atBroker.tally(),
                atDoor.receipts().plus(atBroker.receipts()).plus(receipts.found()), brokerLost,
                replay(atDoor, atBroker));
        return report(found, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }

    private List<Fault> faults(DirectPath door, BrokerPath broker) {
        Faults faults = new Faults(options, door);
        for (Part part : options.parts()) {
            switch (part) {
                case NETWORK -> faults.network(network);
                case INGEST -> own.ifPresent(faults::ingest);
                case DATABASE -> own.ifPresent(faults::database);
                case BROKER -> own.filter(system -> system.brokerEndpoint().isPresent())
                        .ifPresent(system -> faults.broker(system, broker));
            }
        }
        return faults.inOrder();
    }

    /** Publishes everything again as often as was asked for; whether that changed nothing. */
    private boolean replay(Account atDoor, Account atBroker) throws SQLException, InterruptedException {
        if (options.replay() == 1) {
            return true;
        }
        Tables.Checksum before = tables.checksum();
        for (int time = 2; time <= options.replay(); time++) {
            tell("replay " + time + "/" + options.replay());
            direct.each(Gauge::sayAllAgain);
            brokered.each(Gauge::sayAllAgain);
            atDoor.awaitAnswers();
            atBroker.awaitAnswers();
        }
        return tables.checksum().equals(before);
    }

    /** What was found out so far. */
    private record Findings(List<Struck> struck, Tally door, Tally broker, ReceiptTally receipts, long brokerLost,
            boolean replayUnchanged) {

        private Optional<Struck> stall() {
            return struck.stream().filter(each -> each.fault().kind().equals("stall")).findFirst();
        }
    }

    private DrillReport report(Findings found, long seconds) throws SQLException {
        Tally all = found.door().plus(found.broker());
        Vitals.Range heap = vitals.heap(Long.MIN_VALUE, Long.MAX_VALUE);
        Vitals.Range stalled = found.stall().map(stall -> vitals.heap(stall.beganNanos(), stall.overNanos()))
                .orElse(Vitals.Range.NONE);
        return new DrillReport(tables.store(), options.devices(), options.rate(), seconds,
                DrillReport.Line.of(found.struck()), all.said(), found.door().acked(), all.stored(),
                found.door().ackedMissing(), all.neverStored(), all.duplicated(), all.outOfOrder(), tables.orphans(),
                tables.quarantined(), all.said() - all.acked(), found.broker().acked(), found.brokerLost(),
                options.replay(), found.replayUnchanged(), heap.min(), heap.max(), stalled.min(),
                stalled.max(), vitals.queuedMost(), found.receipts());
    }

    private static void tell(String phase) {
        System.err.println("drill: " + phase);
    }

    @Override
    public void close() throws IOException {
        receipts.close();
        vitals.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        network.close();
    }
}
