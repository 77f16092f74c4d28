package id.siaga.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.alert.AlertLog;
import id.siaga.ingest.alert.Decisions;
import id.siaga.ingest.alert.History;
import id.siaga.ingest.alert.SilenceWatch;
import id.siaga.ingest.alert.Subjects;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.decode.SparkplugLimits;
import id.siaga.ingest.downlink.CadencePlans;
import id.siaga.ingest.downlink.CadenceWatch;
import id.siaga.ingest.downlink.Downlink;
import id.siaga.ingest.downlink.DownlinkConfig;
import id.siaga.ingest.http.HttpDoor;
import id.siaga.ingest.http.broker.BrokerDoor;
import id.siaga.ingest.http.broker.OwnAccount;
import id.siaga.ingest.lane.Interpreter;
import id.siaga.ingest.lane.Lanes;
import id.siaga.ingest.lane.Stages;
import id.siaga.ingest.mqtt.BrokerSubscription;
import id.siaga.ingest.mqtt.CommandLines;
import id.siaga.ingest.mqtt.DeviceEndpoint;
import id.siaga.ingest.platform.CommitWatch;
import id.siaga.ingest.platform.DatabaseHealth;
import id.siaga.ingest.platform.DatabaseProbe;
import id.siaga.ingest.platform.PlatformRules;
import id.siaga.ingest.platform.PlatformWatch;
import id.siaga.ingest.mqtt.RebirthRequests;
import id.siaga.ingest.mqtt.Receipts;
import id.siaga.ingest.presence.PresencePolicy;
import id.siaga.ingest.presence.Presences;
import id.siaga.ingest.registry.AttemptPolicy;
import id.siaga.ingest.registry.Door;
import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.registry.Throttle;
import id.siaga.ingest.registry.Refusals;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.RegistryListener;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.store.Upkeep;
import id.siaga.ingest.store.UpkeepConfig;
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

    /** A commit that takes longer holds back what devices said meanwhile. */
    private static final Duration DEAF_AFTER = Duration.ofSeconds(5);
    private static final int REFUSED_NAMES_A_DAY = 1_000;
    private static final Duration RECEIPTS_EVERY = Duration.ofSeconds(1);
    private static final Duration WHO_WANTS_RECEIPTS = Duration.ofSeconds(5);
    private static final History RECENT = new History(Duration.ofMinutes(60), 400);

    private final List<AutoCloseable> started = new ArrayList<>();
    private final DeviceEndpoint endpoint;
    private final Optional<DeviceEndpoint> tlsEndpoint;
    private final HttpDoor httpDoor;
    private final Optional<BrokerDoor> brokerDoor;
    private final Lanes lanes;
    private final DatabaseHealth health;

    private Ingest(Vertx vertx, Database database, IngestConfig config, MeterRegistry meters, Clock clock)
            throws SQLException {
        try {
            database.migrate();
            Upkeep upkeep = keep(new Upkeep(database, UpkeepConfig.standard(), meters, clock));
            upkeep.start();

            Registry registry = new Registry(database.source(), config.enrolment());
            registry.load();
            keep(new RegistryListener(database.source(), registry)).start();

            Routes routes = config.routes();
            RuleBook rules = RuleBook.standard();
            Subjects subjects = new Subjects(database.source());
            AlertLog alerts = new AlertLog(meters);

            PlatformRules platform = PlatformRules.standard();
            health = new DatabaseHealth(meters, clock);
            keep(new DatabaseProbe(database.probe(), health, platform.probeEvery())).start();
            CommitWatch commits = new CommitWatch(health);

            SequencePolicy sequences = SequencePolicy.defaults();
            new LedgerRecovery(database.source(), routes, sequences).recover();
            SequenceMetrics counters = new SequenceMetrics(meters);
            Receipts receipts = keep(new Receipts(RECEIPTS_EVERY));
            receipts.start();

            Stages stages = new Stages(meters);
            RebirthRequests rebirths = keep(new RebirthRequests(RebirthRequests.Policy.defaults(), clock));
            rebirths.start();
            Interpreter interpreter = new Interpreter(routes,
                    Decoders.remembering(SparkplugLimits.defaults(), rebirths), registry::kind, registry::deviceId);
            lanes = keep(new Lanes(interpreter, config.lanes(), number -> {
                MessageIds ids = new MessageIds(writerNumber(database), lastMessageId(database));
                return commits.watch(number,
                        new BatchTransaction(database, new Sorting(registry, ids),
                                new Decisions(rules, subjects, alerts, RECENT, meters),
                                new SequenceLedger(sequences, LaneCheckpoint.of(ids, clock.instant()), counters,
                                        receipts),
                                stages, meters, clock));
            }, stages, meters));
            lanes.start();

            keep(new SilenceWatch(database.source(), registry, rules,
                    new Presences(rules, PresencePolicy.standard()), subjects, alerts, clock, () -> hears(commits),
                    meters))
                    .start();

            keep(new PlatformWatch(database, platform, health, commits, alerts, meters, clock)).start();

            Refusals refusals = keep(new Refusals(database.source(), meters, REFUSED_NAMES_A_DAY));
            refusals.start();
            Throttle throttle = new Throttle(refusals, config.endpoint().quota(), meters);
            CommandLines commands = new CommandLines();
            rebirths.through((topic, payload) -> commands.send(topic, payload, outcome -> {
            }));
            Downlink downlink = keep(new Downlink(database.source(), commands, DownlinkConfig.standard()));
            downlink.start();
            keep(new CadenceWatch(database.source(), CadencePlans.standard(), clock)).start();
            Doorkeeper doorkeeper = new Doorkeeper(database.source(), registry, routes, throttle,
                    AttemptPolicy.defaults(), config.deviceAuthorities());
            DeviceEndpoint.Told told = new DeviceEndpoint.Told(receipts, commands, config.platform());
            endpoint = keep(new DeviceEndpoint(vertx, config.endpoint(), doorkeeper, lanes, told, meters));
            await(endpoint);
            tlsEndpoint = config.tlsEndpoint().map(
                    tls -> keep(new DeviceEndpoint(vertx, tls, doorkeeper, lanes, told, meters)));
            tlsEndpoint.ifPresent(Ingest::await);
            httpDoor = keep(new HttpDoor(vertx, config.http(), doorkeeper.at(Door.HTTP), lanes, meters));
            brokerDoor = config.brokerDoor().map(door -> keep(BrokerDoor.start(vertx, door,
                    config.broker().map(own -> OwnAccount.of(own.user(), own.password(), own.clientId(), routes)),
                    doorkeeper.at(Door.BROKER), meters)));
            config.broker().ifPresent(broker -> {
                BrokerSubscription subscription = keep(new BrokerSubscription(broker, routes.filters(), lanes, meters));
                rebirths.through(subscription::publish);
                subscription.start();
                keep(new BrokerReceipts(database.source(), receipts, subscription, WHO_WANTS_RECEIPTS)).start();
                downlink.through(subscription);
            });
        } catch (SQLException | RuntimeException | Error e) {
            // Nothing half-started stays behind: the start may be tried again.
            close();
            throw e;
        }
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

    /** Why the database takes nothing now; empty while it works. */
    public Optional<String> databaseTrouble() {
        return health.trouble().map(DatabaseHealth.Trouble::words);
    }

    /** Why it is not ready; empty while it is. */
    public Optional<String> trouble() {
        return databaseTrouble().or(() -> ready() ? Optional.empty() : Optional.of("the lanes are full"));
    }

    /** The port devices connect to. */
    public int mqttPort() {
        return endpoint.port();
    }

    /** The port devices connect to with TLS; empty when there is no certificate. */
    public Optional<Integer> mqttsPort() {
        return tlsEndpoint.map(DeviceEndpoint::port);
    }

    /** Answers {@code POST /api/v1/ingest}; whoever runs an HTTP server mounts it. */
    public HttpDoor httpDoor() {
        return httpDoor;
    }

    /** The port external brokers ask at; empty when none was configured. */
    public Optional<Integer> brokerDoorPort() {
        return brokerDoor.map(BrokerDoor::port);
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.add(part);
        return part;
    }

    private static void await(DeviceEndpoint door) {
        door.start().toCompletionStage().toCompletableFuture().join();
    }

    /** Whether what devices say reaches the tables, by which silence is judged. */
    private boolean hears(CommitWatch commits) {
        return health.trouble().isEmpty() && commits.longestRunning().compareTo(DEAF_AFTER) < 0;
    }

    private static int writerNumber(Database database) {
        return (int) number(database, "SELECT nextval('telemetry.writer_number')");
    }

    private static long lastMessageId(Database database) {
        return number(database, "SELECT coalesce(max(message_id), 0) FROM telemetry.message");
    }

    private static long number(Database database, String sql) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not answer: " + sql, e);
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
