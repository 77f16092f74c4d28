package id.siaga.ingest.http.broker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.registry.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where external brokers ask whether a client may connect, publish or subscribe. On a port of its own, which need not be
 * reached by anybody but the brokers. Runs on one event loop; who must be looked up in the database waits elsewhere.
 */
public final class BrokerDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerDoor.class);
    private static final int IDLE_SECONDS = 120;
    private static final long CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final BrokerDoorConfig config;
    private final Doorkeeper doorkeeper;
    private final MeterRegistry meters;
    private final DoorKey key;
    private final Sessions sessions;
    private final Permissions permissions;
    private final Map<String, Asked> questions;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger lookups = new AtomicInteger();
    private final WorkerExecutor clerks;
    private final HttpServer server;
    private final long review;

    private BrokerDoor(Vertx vertx, BrokerDoorConfig config, Optional<OwnAccount> own, Doorkeeper doorkeeper,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.doorkeeper = doorkeeper;
        this.meters = meters;
        this.key = new DoorKey(config.key());
        this.sessions = new Sessions(doorkeeper.registry(), config.remembered());
        this.permissions = new Permissions(doorkeeper, own, sessions);
        this.questions = Asked.of(permissions);
        this.clerks = vertx.createSharedWorkerExecutor("broker-clerk", 2);
        doorkeeper.registry().watch(permissions::review);
        this.review = vertx.setPeriodic(config.reviewEvery().toMillis(), tick -> permissions.reviewDue());
        HttpServerOptions options = new HttpServerOptions().setHost(config.bind()).setPort(config.port())
                .setTcpNoDelay(true).setIdleTimeout(IDLE_SECONDS);
        config.certificate().ifPresent(each -> options.setSsl(true).setKeyCertOptions(each));
        this.server = vertx.createHttpServer(options).requestHandler(this::handle);
    }

    /** Blocks until it listens. */
    public static BrokerDoor start(Vertx vertx, BrokerDoorConfig config, Optional<OwnAccount> own,
            Doorkeeper doorkeeper, MeterRegistry meters) {
        BrokerDoor door = new BrokerDoor(vertx, config, own, doorkeeper, meters);
        door.server.listen().toCompletionStage().toCompletableFuture().join();
        return door;
    }

    private void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        Asked asked = questions.get(path);
        if (!key.opensTo(request)) {
            doorkeeper.refused("", Refusal.DOOR_KEY, path, String.valueOf(request.remoteAddress()));
            send(request, 401, "{}");
        } else if (path.equals("/ended") && request.method().equals(HttpMethod.GET)) {
            tellEnded(request);
        } else if (asked == null) {
            send(request, 404, "{}");
        } else if (!request.method().equals(HttpMethod.POST)) {
            send(request, 405, "{}");
        } else {
            measure(request, asked);
        }
    }

    private void measure(HttpServerRequest request, Asked asked) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("[0-9]{1,9}")) {
            send(request, 411, "{}");
        } else if (Integer.parseInt(length) > config.maxBodyBytes()) {
            send(request, 413, "{}");
        } else if (unanswered.get() >= config.maxOpen()) {
            busy(request);
        } else {
            unanswered.incrementAndGet();
            request.body().compose(body -> judge(asked,
                    Question.of(request.getHeader(HttpHeaders.CONTENT_TYPE), body)))
                    .onComplete(done -> unanswered.decrementAndGet())
                    .onSuccess(verdict -> answer(request, asked, verdict))
                    .onFailure(failure -> fail(request, asked, failure));
        }
    }

    /** Who is known is judged here and now; the others wait for each other, a few at a time. */
    private Future<Verdict> judge(Asked asked, Question question) {
        if (permissions.known(question)) {
            try {
                return Future.succeededFuture(asked.judge().on(question));
            } catch (SQLException e) {
                return Future.failedFuture(e);
            }
        }
        if (lookups.incrementAndGet() > config.maxLookups()) {
            lookups.decrementAndGet();
            doorkeeper.refused(question.user(), Refusal.TOO_MANY_CONNECTS, "", question.remote());
            return Future.succeededFuture(new Verdict.Refused(Refusal.TOO_MANY_CONNECTS));
        }
        Future<Verdict> found = clerks.executeBlocking(() -> asked.judge().on(question), false);
        return found.onComplete(done -> lookups.decrementAndGet());
    }

    private void answer(HttpServerRequest request, Asked asked, Verdict verdict) {
        Tongue.Reply reply = asked.tongue().reply(verdict);
        Counter.builder("siaga.broker.door.questions").description("Questions of external brokers")
                .tag("question", request.path()).tag("allowed", Boolean.toString(verdict instanceof Verdict.Allowed))
                .register(meters).increment();
        send(request, reply.status(), reply.body());
    }

    private void fail(HttpServerRequest request, Asked asked, Throwable failure) {
        switch (failure) {
            case IllegalArgumentException bad -> send(request, 400, "{}");
            case SQLException away -> {
                LOG.atWarn().addKeyValue("cause", away.getMessage()).log("The registry is not available");
                answer(request, asked, new Verdict.Refused(Refusal.NO_REGISTRY));
            }
            default -> {
                LOG.atError().setCause(failure).log("A question broke the broker door");
                send(request, 500, "{}");
            }
        }
    }

    /** The last number, then the client ids whose credential was taken away after the number given, one a line. */
    private void tellEnded(HttpServerRequest request) {
        String after = String.valueOf(request.getParam("after"));
        StringBuilder lines = new StringBuilder().append(sessions.last()).append('\n');
        if (after.matches("[0-9]{1,18}")) {
            sessions.endedAfter(Long.parseLong(after)).forEach(each -> lines
                    .append(URLEncoder.encode(each.key().clientId(), StandardCharsets.UTF_8)).append('\n'));
        }
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain").putHeader(HttpHeaders.CACHE_CONTROL,
                "no-store").end(lines.toString());
    }

    private static void busy(HttpServerRequest request) {
        request.response().putHeader("Retry-After", "1");
        send(request, 503, "{}");
    }

    private static void send(HttpServerRequest request, int status, String body) {
        if (!request.response().closed()) {
            request.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(body);
        }
    }

    /** The port actually bound. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.cancelTimer(review);
        server.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        clerks.close();
    }
}
