package id.siaga.ingest.http;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.registry.Identity;
import id.siaga.ingest.registry.Refusal;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Throttle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets in who may send now, before a byte of the body is read: who a sender is its Basic credentials say; then there
 * must be something left of its quota and room for one more request. Runs on the server's event loops.
 */
final class Gate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final HttpDoorConfig config;
    private final Doorkeeper doorkeeper;
    private final Registry registry;
    private final Throttle throttle;
    private final Deadline lookup;
    private final AtomicInteger strangers = new AtomicInteger();
    private final WorkerExecutor clerks;

    Gate(Vertx vertx, HttpDoorConfig config, Doorkeeper doorkeeper) {
        this.config = config;
        this.doorkeeper = doorkeeper;
        this.registry = doorkeeper.registry();
        this.throttle = doorkeeper.throttle();
        this.lookup = new Deadline(config.answerWithin(), this::busy);
        // For names that must be looked up in the database; a known device is never in their queue.
        this.clerks = vertx.createSharedWorkerExecutor("http-clerk", 1);
    }

    /** Fails with the {@link Problem} that tells the sender why it is not let in. */
    Future<Device> admit(HttpServerRequest request, Admission.Ticket ticket) {
        if (!request.method().equals(HttpMethod.POST)) {
            return Future.failedFuture(Problem.method());
        }
        if (!ticket.enter()) {
            return Future.failedFuture(busy());
        }
        Optional<Credentials> given = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (given.isEmpty()) {
            return refuse(request, "", Refusal.NO_CREDENTIALS);
        }
        String user = given.get().user();
        Optional<Refusal> barred = doorkeeper.barred(user, String.valueOf(request.remoteAddress()));
        if (barred.isPresent()) {
            doorkeeper.refused(user, barred.get(), "", String.valueOf(request.remoteAddress()));
            return Future.failedFuture(Problem.tooMany(config.retryAfter()));
        }
        return lookup.on(authenticate(given.get())).compose(who -> who.map(found -> enter(request, ticket,
                found.device())).orElseGet(() -> refuse(request, user, Refusal.WRONG_SECRET)));
    }

    /** Who is known is looked at here and now; strangers wait for each other, a few at a time. */
    private Future<Optional<Identity>> authenticate(Credentials given) {
        if (registry.known(given.user()).isPresent()) {
            return known(given);
        }
        if (strangers.incrementAndGet() > config.maxStrangers()) {
            strangers.decrementAndGet();
            return Future.failedFuture(busy());
        }
        Future<Optional<Identity>> found = clerks
                .executeBlocking(() -> registry.authenticate(given.user(), given.secret()), false);
        return found.onComplete(done -> strangers.decrementAndGet());
    }

    private Future<Optional<Identity>> known(Credentials given) {
        try {
            return Future.succeededFuture(registry.authenticate(given.user(), given.secret()));
        } catch (SQLException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Device> enter(HttpServerRequest request, Admission.Ticket ticket, Device device) {
        long owed = throttle.allowance(device).owed(System.nanoTime());
        if (owed > 0) {
            doorkeeper.held(device, String.valueOf(request.remoteAddress()));
            return Future.failedFuture(Problem.tooMany(Duration.ofMillis(owed).plusSeconds(1)));
        }
        return ticket.enter(device.deviceId())
                ? Future.succeededFuture(device)
                : Future.failedFuture(Problem.tooMany(config.retryAfter()));
    }

    private Future<Device> refuse(HttpServerRequest request, String user, Refusal why) {
        doorkeeper.refused(user, why, "", String.valueOf(request.remoteAddress()));
        LOG.atInfo().addKeyValue("user", user).addKeyValue("remote", request.remoteAddress())
                .addKeyValue("why", why.words())
                .log("HTTP sender refused");
        return Future.failedFuture(Problem.unauthenticated());
    }

    private Problem busy() {
        return Problem.busy(config.retryAfter());
    }

    @Override
    public void close() {
        clerks.close();
    }
}
