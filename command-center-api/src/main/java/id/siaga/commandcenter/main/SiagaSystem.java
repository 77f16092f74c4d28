package id.siaga.commandcenter.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import id.siaga.commandcenter.CommandCenter;
import id.siaga.commandcenter.CommandCenterConfig;
import id.siaga.commandcenter.Part;
import id.siaga.commandcenter.Settings;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import id.siaga.ingest.Ingest;
import id.siaga.ingest.IngestConfig;
import id.siaga.ingest.http.IngestFront;
import id.siaga.ingest.mqtt.PlatformTopics;
import id.siaga.ingest.mqtt.RetainedTopics;
import id.siaga.ingest.platform.DatabaseHealth;
import id.siaga.ingest.platform.DatabaseProbe;
import id.siaga.ingest.platform.PlatformRules;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.store.embedded.EmbeddedPostgres;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;

/** The parts of one process, started from the database outwards and closed the other way round. */
final class SiagaSystem implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SiagaSystem.class);
    private static final int POOL = 12;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<String, Part> parts = new HashMap<>();
    private boolean closed;
    private final Options options;
    private final ListenOptions listen;
    private final Patience patience = Patience.standard();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT);
    private final Vertx vertx;

    private SiagaSystem(Options options) {
        options.check();
        this.options = options;
        this.listen = options.listen();
        this.vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        keep(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        new JvmMemoryMetrics().bindTo(meters);
        keep(new JvmGcMetrics()).bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
    }

    static SiagaSystem whole(Options options) throws Exception {
        return start(options, system -> {
            Database database = system.database();
            Ingest ingest = system.ingest(database);
            system.parts.put("ingest", Part.working(ingest::ready));
            system.parts.put("database", ingest::databaseTrouble);
            system.commandCenter(database, Map.copyOf(system.parts), ingest.httpDoor());
        });
    }

    static SiagaSystem ingestOnly(Options options) throws Exception {
        return start(options, system -> system.ingestFront(system.ingest(system.external("ingest"))));
    }

    static SiagaSystem commandCenterOnly(Options options) throws Exception {
        return start(options, system -> {
            Database database = system.external("command-center");
            database.migrate();
            system.watch(database);
            system.commandCenter(database, Map.copyOf(system.parts), CommandCenter.NO_DOOR);
        });
    }

    private interface Start {
        void start(SiagaSystem system) throws Exception;
    }

    private static SiagaSystem start(Options options, Start parts) throws Exception {
        SiagaSystem system = new SiagaSystem(options);
        // Before the parts, not after: a signal during the start must not leave a database behind.
        Runtime.getRuntime().addShutdownHook(new Thread(system::close, "shutdown"));
        try {
            parts.start(system);
            return system;
        } catch (Exception e) {
            system.close();
            throw e;
        }
    }

    private Database external(String command) throws SQLException {
        String url = options.databaseUrl().orElseThrow(() -> new IllegalArgumentException(
                command + " needs --database-url or SIAGA_DATABASE_URL (jdbc:postgresql://…)"));
        return Database.connect(url, "", "");
    }

    private Database database() throws SQLException, IOException {
        if (options.databaseUrl().isPresent()) {
            return external("run");
        }
        EmbeddedPostgres postgres = keep(EmbeddedPostgres.start(options.home()));
        LOG.atInfo().addKeyValue("url", postgres.jdbcUrl()).addKeyValue("adopted", postgres.adopted())
                .log("Embedded PostgreSQL is up");
        tellUrl(postgres);
        watch(postgres);
        return Database.connect(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private void watch(EmbeddedPostgres postgres) {
        parts.put("embedded_database", postgres::trouble);
        FunctionCounter.builder("siaga.embedded.database.deaths", postgres, EmbeddedPostgres::deaths)
                .description("Times the embedded PostgreSQL was found dead").register(meters);
        FunctionCounter.builder("siaga.embedded.database.restarts", postgres, EmbeddedPostgres::restarts)
                .description("Times the embedded PostgreSQL was brought back").register(meters);
    }

    private void watch(Database database) {
        DatabaseHealth health = new DatabaseHealth(meters, Clock.systemUTC());
        keep(new DatabaseProbe(database.probe(), health, PlatformRules.standard().probeEvery())).start();
        parts.put("database", () -> health.trouble().map(DatabaseHealth.Trouble::words));
    }

    /** For an engineer's psql and for the benchmark; readable by the owner only, since it holds the password. */
    private void tellUrl(EmbeddedPostgres postgres) throws IOException {
        Path file = options.home().resolve("database-url");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file,
                postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password() + "\n",
                StandardCharsets.UTF_8);
    }

    private Ingest ingest(Database database) throws Exception {
        IngestConfig config = options.ingest().withPlatform(new PlatformTopics(
                RetainedTopics.in(options.home().resolve(DoorTopic.FOLDER)), new AnchorReaders(database.source()),
                AnchorReaders.AT_ONCE));
        Ingest ingest = keep(listening(listen.mqttPorts(),
                () -> patience.with(
                        () -> Ingest.start(vertx, database, config, meters, Clock.systemUTC()))));
        listen.mqttDoors(ingest.mqttPort(), ingest.mqttsPort())
                .forEach(door -> say(door + "   (" + database.name() + ")"));
        ingest.brokerDoorPort().ifPresent(port -> say("Broker door  " + listen.bind() + ":" + port));
        return ingest;
    }

    private void ingestFront(Ingest ingest) throws Exception {
        IngestFront front = keep(listening("--http-port " + listen.ingestHttpPort(),
                () -> IngestFront.start(vertx, listen.bind(), listen.ingestHttpPort(), listen.pem(),
                        new IngestFront.Needs(ingest.httpDoor(), ingest::trouble, meters))));
        say("HTTP  " + listen.bind() + ":" + front.port() + IngestFront.DOOR);
    }

    private void commandCenter(Database database, Map<String, Part> parts,
            Handler<HttpServerRequest> ingestDoor) throws Exception {
        HikariDataSource pool = pool(database);
        Settings settings = Settings.shipped();
        Anchoring anchoring = options.anchors(pool, settings);
        Map<String, Part> all = new HashMap<>(parts);
        all.put("audit_anchor", anchoring::trouble);
        CommandCenterConfig config = new CommandCenterConfig(listen.bind(), listen.httpPort(), listen.pem(),
                options.boundaries(), settings, Optional.of(options.home().resolve("device-authority")),
                options.routes()).withOidc(options.oidc()).withSeal(options.seal())
                .withProxies(listen.proxies());
        CommandCenter center = keep(listening("--http-port " + listen.httpPort(), () -> patience.with(
                () -> CommandCenter.start(vertx, pool, config, meters, Clock.systemUTC(), all, ingestDoor))));
        keep(AnchorClock.start(anchoring, settings.anchors().policy(), meters));
        patience.with(center.accounts()::firstAdministrator).ifPresent(password -> say("login: admin / " + password));
        say("Dinding / wall  " + (listen.pem().isPresent() ? "https" : "http") + "://" + listen.bind() + ":"
                + center.port() + "/wall");
    }

    private HikariDataSource pool(Database database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(POOL);
        config.setPoolName("command-center");
        config.setConnectionTimeout(10_000);
        return keep(new HikariDataSource(config));
    }

    /** Starts what listens, and names the port when somebody else has it. */
    private static <T> T listening(String ports, Callable<T> start) throws Exception {
        try {
            return start.call();
        } catch (Exception e) {
            if (Reason.portTaken(e)) {
                throw new IllegalStateException(ports + " is taken; stop the other program or choose another port", e);
            }
            throw e;
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        if (closed) {
            quietly(part);
            throw new IllegalStateException("stopped while starting");
        }
        started.push(part);
        return part;
    }

    /** Closes what has started, the last first; what starts later is closed at once. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            quietly(started.pop());
        }
    }

    private static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).addKeyValue("part", part.getClass().getSimpleName()).log("A part did not close");
        }
    }
}
