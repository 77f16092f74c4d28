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
import id.siaga.ingest.lane.Stages;
import id.siaga.ingest.mqtt.BrokerSubscription;
import id.siaga.ingest.mqtt.DeviceEndpoint;
import id.siaga.ingest.registry.Refusals;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.RegistryListener;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.store.Upkeep;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;

/**
 * The map of ingestion: every stage, in the order a reading passes them. Parts start from the tables outwards, so that
 * no door opens before what is behind it works, and close the other way round.
 */
public final class Ingest implements AutoCloseable {

    private static final int REFUSED_NAMES_A_DAY = 1_000;
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

        Stages stages = new Stages(meters);
        lanes = keep(new Lanes(routes, registry::kind, config.lanes(),
                number -> new BatchTransaction(database, registry, new MessageIds(writerNumber(database)),
                        new Decisions(rules, subjects, alerts, RECENT, meters), stages, meters, clock),
                stages, meters));
        lanes.start();

        keep(new SilenceWatch(database.source(), registry, rules, subjects, alerts, clock, meters)).start();

        Refusals refusals = keep(new Refusals(database.source(), meters, REFUSED_NAMES_A_DAY));
        refusals.start();
        endpoint = keep(new DeviceEndpoint(vertx, config.endpoint(), registry, refusals, routes, lanes, meters));
        await(endpoint);
        config.tlsEndpoint().ifPresent(
                tls -> await(keep(new DeviceEndpoint(vertx, tls, registry, refusals, routes, lanes, meters))));
        config.broker().ifPresent(
                broker -> keep(new BrokerSubscription(broker, routes.filters(), lanes, meters)).start());
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
