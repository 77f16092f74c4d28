package id.siaga.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import id.siaga.ingest.alert.AlertLog;
import id.siaga.ingest.alert.Decisions;
import id.siaga.ingest.alert.History;
import id.siaga.ingest.alert.SilenceWatch;
import id.siaga.ingest.alert.Subjects;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.Lanes;
import id.siaga.ingest.mqtt.BrokerSubscription;
import id.siaga.ingest.mqtt.DeviceEndpoint;
import id.siaga.ingest.mqtt.Receipts;
import id.siaga.ingest.registry.Refusals;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.RegistryListener;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.store.Upkeep;
import id.siaga.ingest.store.sequence.LaneCheckpoint;
import id.siaga.ingest.store.sequence.LedgerRecovery;
import id.siaga.ingest.store.sequence.SequenceLedger;
import id.siaga.ingest.store.sequence.SequenceMetrics;
import id.siaga.ingest.store.sequence.SequencePolicy;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;

/**
 * The map of ingestion: every stage, in the order a reading passes them. Parts start from the tables outwards, so that
 * no door opens before what is behind it works, and close the other way round.
 */
public final class Ingest implements AutoCloseable {

    private static final int REFUSED_NAMES_A_DAY = 1_000;
    private static final Duration RECEIPTS_EVERY = Duration.ofSeconds(1);
    private static final Duration WHO_WANTS_RECEIPTS = Duration.ofSeconds(5);
    private static final History RECENT = new History(Duration.ofMinutes(60), 400);

    private final List<AutoCloseable> started = new ArrayList<>();
    private final DeviceEndpoint endpoint;
    private final Lanes lanes;

    private Ingest(Vertx vertx, Database database, IngestConfig config, MeterRegistry meters, Clock clock)
            throws SQLException {
        database.migrate();
        Upkeep upkeep = keep(new Upkeep(database));
        upkeep.start();

        Registry registry = new Registry(database.source(), config.enrolment());
        registry.load();
        keep(new RegistryListener(database.source(), registry)).start();

        Routes routes = Routes.standard();
        RuleBook rules = RuleBook.standard();
        Subjects subjects = new Subjects(database.source());
        AlertLog alerts = new AlertLog(meters);

        SequencePolicy sequences = SequencePolicy.defaults();
        new LedgerRecovery(database.source(), routes, sequences).recover();
        SequenceMetrics counters = new SequenceMetrics(meters);
        Receipts receipts = keep(new Receipts(RECEIPTS_EVERY));
        receipts.start();

        lanes = keep(new Lanes(routes, registry::kind, config.lanes(), number -> {
            MessageIds ids = new MessageIds(writerNumber(database));
            return new BatchTransaction(database, registry, ids,
                    new Decisions(rules, subjects, alerts, RECENT, meters),
                    new SequenceLedger(sequences, LaneCheckpoint.of(ids, clock.instant()), counters, receipts), meters,
                    clock);
        }, meters));
        lanes.start();

        keep(new SilenceWatch(database.source(), registry, rules, subjects, alerts, clock, meters)).start();

        Refusals refusals = keep(new Refusals(database.source(), meters, REFUSED_NAMES_A_DAY));
        refusals.start();
        endpoint = keep(new DeviceEndpoint(vertx, config.endpoint(), registry, refusals, routes, lanes, receipts,
                meters));
        await(endpoint);
        config.tlsEndpoint().ifPresent(
                tls -> await(keep(new DeviceEndpoint(vertx, tls, registry, refusals, routes, lanes,
                        receipts, meters))));
        config.broker().ifPresent(broker -> {
            BrokerSubscription subscription = keep(new BrokerSubscription(broker, routes.filters(), lanes, meters));
            subscription.start();
            keep(new BrokerReceipts(database.source(), receipts, subscription, WHO_WANTS_RECEIPTS)).start();
        });
    }

    /** Starts every stage; returns when devices can connect. */
    public static Ingest start(Vertx vertx, Database database, IngestConfig config, MeterRegistry meters, Clock clock)
            throws SQLException {
        return new Ingest(vertx, database, config, meters, clock);
    }

    /** Whether devices can connect and what they send finds room. */
    public boolean ready() {
        return endpoint.port() > 0 && lanes.ready();
    }

    /** The port devices connect to. */
    public int mqttPort() {
        return endpoint.port();
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.add(part);
        return part;
    }

    private static void await(DeviceEndpoint door) {
        door.start().toCompletionStage().toCompletableFuture().join();
    }

    private static int writerNumber(Database database) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT nextval('telemetry.writer_number')")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database gave no writer number", e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : started.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing " + part.getClass().getSimpleName(), e);
            }
        }
    }
}
