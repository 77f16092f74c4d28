package id.siaga.commandcenter.http;

import id.siaga.commandcenter.Part;
import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.PasswordChanges;
import id.siaga.commandcenter.account.Sessions;
import id.siaga.commandcenter.account.oidc.SingleSignOn;
import id.siaga.commandcenter.audit.AuditLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server: API, pages, health and metrics, in this order. */
public final class HttpFront implements AutoCloseable {
    private static final int[] PROBLEMS = {400, 401, 403, 404, 405, 413, 500};
    private static final long CLOSE_SECONDS = 5;
    private static final String POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /** Argon2id is slow by design; a flood of logins must not take the workers of everybody else. */
    private static final int LOGIN_WORKERS = 2;

    /** While the database is away everybody's workers may wait for it; health and metrics must answer then above all. */
    private static final int PROBE_WORKERS = 2;

    private final HttpServer server;
    private final List<WorkerExecutor> workers;

    private HttpFront(HttpServer server, List<WorkerExecutor> workers) {
        this.server = server;
        this.workers = workers;
    }

    /** What the server needs; {@code parts} are what has to work for readiness. */
    public record Needs(Contract contract, Map<String, Endpoint> endpoints, LiveStream stream, Doors doors,
            WorkerExecutor workers, long maxBodyBytes, Map<String, Part> parts,
            PrometheusMeterRegistry meters, Handler<HttpServerRequest> ingestDoor, AuditLog audit,
            List<Screen.At> screens) {
    }

    /** How people come in. */
    public record Doors(Accounts accounts, Sessions sessions, PasswordChanges passwords, Rates rates,
            Optional<SingleSignOn> singleSignOn, Proxies proxies) {
    }

    public static HttpFront start(Vertx vertx, String bind, int port, Optional<PemKeyCertOptions> certificate,
            Needs needs) {
        Router router = Router.router(vertx);
        router.route().handler(context -> Peer.known(context, needs.doors().proxies()));
        router.route().handler(HttpFront::secure);
        WorkerExecutor logins = vertx.createSharedWorkerExecutor("login", LOGIN_WORKERS);
        Gate gate = new Gate(needs.doors().sessions(), needs.workers());
        WorkerExecutor probes = vertx.createSharedWorkerExecutor("probes", PROBE_WORKERS);
        new Probes(needs.parts(), needs.meters(), probes, gate).mount(router);
        Admission admission = new Admission(needs.doors().rates());
        new Api(needs.contract(), needs.endpoints(), needs.stream(), gate, admission, needs.workers(), logins,
                needs.maxBodyBytes(), needs.ingestDoor(), needs.audit())
                .mount(router);
        new Pages(needs.doors(), logins, gate).mount(router);
        new PasswordPage(needs.doors(), logins, gate).mount(router);
        needs.doors().singleSignOn()
                .ifPresent(sso -> new SignOnPages(sso, needs.doors(), logins).mount(router));
        new Screens(new Inside(needs.contract(), needs.endpoints(), admission, needs.audit()), gate, needs.workers())
                .mount(router, needs.screens());
        router.route().failureHandler(Api::fail);
        for (int status : PROBLEMS) {
            router.errorHandler(status, Api::fail);
        }
        HttpServerOptions options = new HttpServerOptions().setHost(bind).setPort(port).setCompressionSupported(false)
                .setIdleTimeout(120).setTcpNoDelay(true);
        certificate.ifPresent(each -> options.setSsl(true).setKeyCertOptions(each));
        return new HttpFront(vertx.createHttpServer(options).requestHandler(router).listen().await(),
                List.of(logins, probes));
    }

    /** Answers a message that came to a process without ingestion; who says no name learns nothing. */
    public static void doorElsewhere(HttpServerRequest request) {
        Problem problem = request.getHeader("Authorization") == null
                ? Problem.unauthenticated()
                : Problem.missing("Kirim ke proses ingest (send to the ingest process)");
        Reply reply = problem.reply();
        request.response().setStatusCode(reply.status()).putHeader("Content-Type", reply.contentType())
                .end(reply.body().toString());
    }

    private static void secure(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY").putHeader("Referrer-Policy", "same-origin");
        context.next();
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() throws TimeoutException {
        server.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        workers.forEach(WorkerExecutor::close);
    }
}
