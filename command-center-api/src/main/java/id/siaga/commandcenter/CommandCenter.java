package id.siaga.commandcenter;

import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.alert.AlertQueries;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditQueries;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.closure.ClosureGuard;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.QuarantineQueries;
import id.siaga.commandcenter.device.RiverPosts;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.dispatch.HandOver;
import id.siaga.commandcenter.hold.Holds;
import id.siaga.commandcenter.http.AuditEndpoints;
import id.siaga.commandcenter.http.Contract;
import id.siaga.commandcenter.http.DecodeEndpoints;
import id.siaga.commandcenter.http.Endpoint;
import id.siaga.commandcenter.http.FieldEndpoints;
import id.siaga.commandcenter.http.HoldEndpoints;
import id.siaga.commandcenter.http.HttpFront;
import id.siaga.commandcenter.http.LiveStream;
import id.siaga.commandcenter.http.ReadEndpoints;
import id.siaga.commandcenter.http.Snapshots;
import id.siaga.commandcenter.incident.AlertInbox;
import id.siaga.commandcenter.incident.EscalationSweep;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.Incidents;
import id.siaga.commandcenter.incident.RehearsedInbox;
import id.siaga.commandcenter.incident.Tickets;
import id.siaga.commandcenter.ops.Ops;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.place.Polygons;
import id.siaga.commandcenter.reading.ReadingQueries;
import id.siaga.commandcenter.sop.Checklist;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Wakeup;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.ingest.preview.DryRun;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The command center, started: migrations, alert inbox, live stream, HTTP server. The telemetry schema must be there
 * already. Three connections of the pool are kept for listening; allow at least four more.
 */
public final class CommandCenter implements AutoCloseable {
    /** For a process that does not ingest: messages go to the one that does. */
    public static final Handler<HttpServerRequest> NO_DOOR = HttpFront::doorElsewhere;

    private final WorkerExecutor workers;
    private final Wakeup inbox;
    private final LiveStream stream;
    private final Housekeeping housekeeping;
    private final OverdueWatch overdue;
    private final HttpFront http;
    private final Accounts accounts;
    private final DispatchRoom dispatch;

    private CommandCenter(Vertx vertx, Database database, CommandCenterConfig config, PrometheusMeterRegistry meters,
            Clock clock, Map<String, Part> otherParts, Handler<HttpServerRequest> ingestDoor)
            throws IOException {
        Settings settings = config.settings();
        Places places = places(config.boundaries().orElse(null));
        StreamLog log = new StreamLog(database);
        IncidentMoves moves = IncidentLife.moves(log, clock);
        AlertQueries alerts = new AlertQueries(database);
        IncidentQueries incidents = new IncidentQueries(database);
        RiverPosts posts = new RiverPosts(database, Duration.ofSeconds(settings.trendWindowS()));
        Incidents life = new Incidents(places, moves, settings.incidentDefaults());
        AlertInbox letters = new AlertInbox(database, life, new Tickets(log, clock), alerts, log, new EvidenceLog());
        AccessDesk access = AccessDesk.open(database, settings.access(), config.oidc(),
                new HandOver(moves.timeline()), config.seal(), clock);
        accounts = access.accounts();
        Contract contract = Contract.load();
        workers = vertx.createSharedWorkerExecutor("command-center", settings.workers());
        stream = new LiveStream(vertx, new LiveStream.Sources(log,
                new Snapshots(posts, new DeviceQueries(database), clock, settings.sseFrameBytes()),
                access.sessions(), contract), workers, clock,
                Duration.ofSeconds(settings.streamSweepS()), settings.streamBounds(), meters);
        inbox = new Wakeup(database.source(), AlertInbox.CHANNEL, Duration.ofSeconds(settings.sweepS()),
                new RehearsedInbox(letters, settings.rehearsals()));
        overdue = new OverdueWatch(vertx, workers,
                new EscalationSweep(database, moves, clock, settings.incidentClocks().most()), incidents,
                settings.incidentClocks().sweepMs(), meters);
        dispatch = DispatchRoom.open(database, moves, settings.field(), meters);
        Checklist checklist = new Checklist(database, moves.timeline(), clock);
        Map<String, Endpoint> endpoints = new HashMap<>(access.byOperation());
        ClosureDesk closures = ClosureDesk.open(database, moves, List.of(checklist), settings.closure());
        endpoints.putAll(closures.byOperation());
        endpoints.putAll(IncidentLife.open(database, life, List.of(checklist, new ClosureGuard()), settings)
                .byOperation());
        endpoints.putAll(new FieldEndpoints(dispatch, checklist, incidents, places, clock).byOperation());
        endpoints.putAll(new AuditEndpoints(new AuditQueries(database), new AuditLog(database)).byOperation());
        endpoints.putAll(DeviceDesk.open(database, places, config, clock).byOperation());
        endpoints.putAll(new ReadEndpoints(alerts, new ReadingQueries(database), posts,
                new QuarantineQueries(database), places, contract, clock).byOperation());
        endpoints.putAll(new HoldEndpoints(new Holds(database)).byOperation());
        endpoints.putAll(new DecodeEndpoints(new DryRun(database.source(), config.routes()), clock).byOperation());
        housekeeping = new Housekeeping(vertx, workers, database, access, log, incidents, settings, clock, meters,
                closures::forget);
        http = HttpFront.start(vertx, config.bind(), config.port(), config.certificate(),
                new HttpFront.Needs(contract, endpoints, stream,
                        new HttpFront.Doors(accounts, access.sessions(), access.passwords(), access.rates(),
                                access.singleSignOn(), config.proxies()),
                        workers, settings.maxBodyBytes(), parts(database, otherParts), meters, ingestDoor,
                        new AuditLog(database), Ops.screens(clock)));
    }

    /**
     * Migrates schema {@code command} and starts. {@code otherParts} are asked for readiness besides our own. Blocks;
     * not for an event loop.
     */
    public static CommandCenter start(Vertx vertx, DataSource source, CommandCenterConfig config,
            PrometheusMeterRegistry meters, Clock clock, Map<String, Part> otherParts) throws IOException {
        return start(vertx, source, config, meters, clock, otherParts, NO_DOOR);
    }

    /** As above, and serves {@code ingestDoor}, which answers devices itself, under the contract's path. */
    public static CommandCenter start(Vertx vertx, DataSource source, CommandCenterConfig config,
            PrometheusMeterRegistry meters, Clock clock, Map<String, Part> otherParts,
            Handler<HttpServerRequest> ingestDoor) throws IOException {
        Flyway.configure().dataSource(source).schemas("command").table("schema_history")
                .locations("classpath:db/command").load().migrate();
        return new CommandCenter(vertx, new Database(source), config, meters, clock, otherParts, ingestDoor);
    }

    private static Places places(@Nullable Path boundaries) throws IOException {
        Centroids centroids = Centroids.shipped();
        return boundaries == null ? centroids : Polygons.load(boundaries, centroids);
    }

    private Map<String, Part> parts(Database database, Map<String, Part> otherParts) {
        Map<String, Part> parts = new HashMap<>(otherParts);
        parts.putIfAbsent("database", Part.working(() -> database.row("SELECT 1 AS one").isPresent()));
        parts.put("alert_inbox", Part.working(inbox::isListening));
        parts.put("dispatch", Part.working(dispatch::isSweeping));
        parts.put("stream", Part.working(stream::isListening));
        return parts;
    }

    public Accounts accounts() {
        return accounts;
    }

    /** The port actually bound. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() throws TimeoutException {
        housekeeping.close();
        overdue.close();
        inbox.close();
        dispatch.close();
        stream.close();
        http.close();
        workers.close();
    }
}
