package id.siaga.ingest.http;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.registry.Allowance;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.registry.Throttle;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.telemetry.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The door for gateways that only speak HTTP. A sender is who its Basic credentials say, checked before its body is
 * read; 200 leaves after the commit that holds every message of the request. Runs on the server's event loops; bodies
 * are taken apart and handed over by the porters, who are the ones that wait while the lanes are full.
 */
public final class HttpDoor implements Handler<HttpServerRequest>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    /** Names nobody knows that may be looked up at once; more are told to come later. */
    private static final int STRANGERS = 8;

    private final Vertx vertx;
    private final HttpDoorConfig config;
    private final Registry registry;
    private final Throttle throttle;
    private final Handover handover;
    private final MeterRegistry meters;
    private final Admission admission;
    private final BodyReader bodies;
    private final Replies replies;
    private final AtomicInteger strangers = new AtomicInteger();
    private final WorkerExecutor clerks;
    private final WorkerExecutor porters;

    public HttpDoor(Vertx vertx, HttpDoorConfig config, Registry registry, Throttle throttle, Routes routes,
            Intake intake, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.registry = registry;
        this.throttle = throttle;
        this.handover = new Handover(routes, intake, config);
        this.meters = meters;
        this.admission = new Admission(config, meters);
        this.bodies = new BodyReader(config);
        this.replies = new Replies(config.maxKeptBytes(), config.keptFor(), Clock.systemUTC());
        // For names that must be looked up in the database; a known device is never in their queue.
        this.clerks = vertx.createSharedWorkerExecutor("http-clerk", 1);
        this.porters = vertx.createSharedWorkerExecutor("http-porter", config.porters());
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        Admission.Ticket ticket = admission.ticket();
        identify(request, ticket).compose(device -> {
            Future<Buffer> body = within(bodies.read(request, ticket), config.bodyWithin(), Problem::tooSlow);
            return body.compose(bytes -> within(answer(device, request, bytes), config.answerWithin(), this::busy));
        }).otherwise(failure -> answer(request, failure)).onSuccess(answer -> {
            ticket.close();
            send(request, answer);
        });
    }

    private Future<Device> identify(HttpServerRequest request, Admission.Ticket ticket) {
        if (!request.method().equals(HttpMethod.POST)) {
            return Future.failedFuture(Problem.method());
        }
        if (!ticket.enter()) {
            return Future.failedFuture(busy());
        }
        Optional<Credentials> given = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (given.isEmpty()) {
            return refuse(request, "", "no user name or secret");
        }
        String user = given.get().user();
        return within(authenticate(given.get()), config.answerWithin(), this::busy)
                .compose(device -> device.map(found -> enter(request, ticket, found))
                        .orElseGet(() -> refuse(request, user, "wrong name or secret")));
    }

    /** Who is known is looked at here and now; strangers wait for each other, a few at a time. */
    private Future<Optional<Device>> authenticate(Credentials given) {
        if (registry.known(given.user()).isPresent()) {
            return known(given);
        }
        if (strangers.incrementAndGet() > STRANGERS) {
            strangers.decrementAndGet();
            return Future.failedFuture(busy());
        }
        Future<Optional<Device>> found = clerks
                .executeBlocking(() -> registry.authenticate(given.user(), given.secret()), false);
        return found.onComplete(done -> strangers.decrementAndGet());
    }

    private Future<Optional<Device>> known(Credentials given) {
        try {
            return Future.succeededFuture(registry.authenticate(given.user(), given.secret()));
        } catch (SQLException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Device> enter(HttpServerRequest request, Admission.Ticket ticket, Device device) {
        long owed = throttle.allowance(device).owed(System.nanoTime());
        if (owed > 0) {
            throttle.held(device, String.valueOf(request.remoteAddress()));
            return Future.failedFuture(Problem.tooMany(Duration.ofMillis(owed).plusSeconds(1)));
        }
        return ticket.enter(device.deviceId())
                ? Future.succeededFuture(device)
                : Future.failedFuture(Problem.tooMany(config.retryAfter()));
    }

    private Future<Device> refuse(HttpServerRequest request, String user, String why) {
        throttle.refused(user, why, String.valueOf(request.remoteAddress()));
        LOG.atInfo().addKeyValue("user", user).addKeyValue("remote", request.remoteAddress()).addKeyValue("why", why)
                .log("HTTP sender refused");
        return Future.failedFuture(Problem.unauthenticated());
    }

    private Future<Answer> answer(Device device, HttpServerRequest request, Buffer body) {
        Publication publication = Publication.of(request, body);
        return porters.executeBlocking(() -> publication.content(config.maxMessages()), false)
                .compose(content -> publication.key()
                        .map(key -> replies.once(new Replies.Key(device.deviceId(), key), content.fingerprint(),
                                () -> store(device, content.messages())))
                        .orElseGet(() -> store(device, content.messages())));
    }

    private Future<Answer> store(Device device, List<Message> messages) {
        Allowance allowance = throttle.allowance(device);
        messages.forEach(message -> allowance.take(System.nanoTime()));
        Receipt receipt = new Receipt(vertx.getOrCreateContext(), messages.size());
        long deadline = System.nanoTime() + config.answerWithin().toNanos();
        porters.executeBlocking(() -> handover.carry(device, messages, receipt, deadline), false)
                .onFailure(receipt::fail);
        return receipt.complete().map(Answer::of);
    }

    private static <T> Future<T> within(Future<T> work, Duration limit, Supplier<Problem> otherwise) {
        return work.timeout(limit.toMillis(), TimeUnit.MILLISECONDS).recover(
                failure -> Future.failedFuture(failure instanceof TimeoutException ? otherwise.get() : failure));
    }

    private Problem busy() {
        return Problem.busy(config.retryAfter());
    }

    private Answer answer(HttpServerRequest request, Throwable failure) {
        return switch (failure) {
            case Problem problem -> problem.answer();
            case SQLException away -> {
                LOG.atWarn().addKeyValue("cause", away.getMessage()).log("The registry is not available");
                yield busy().answer();
            }
            default -> {
                LOG.atError().setCause(failure).addKeyValue("remote", request.remoteAddress())
                        .log("A request broke the HTTP door");
                yield Problem.unexpected().answer();
            }
        };
    }

    private void send(HttpServerRequest request, Answer answer) {
        Counter.builder("siaga.http.requests").description("Requests the HTTP door answered")
                .tag("status", Integer.toString(answer.status())).register(meters).increment();
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end(answer.body());
        if (!request.isEnded()) {
            drain(request);
        }
    }

    /** A sender that still sends would not see its answer if the connection were closed on it at once. */
    private void drain(HttpServerRequest request) {
        long late = vertx.setTimer(config.bodyWithin().toMillis(), due -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(late)).endHandler(end -> vertx.cancelTimer(late))
                .handler(chunk -> {
                }).resume();
    }

    @Override
    public void close() {
        clerks.close();
        porters.close();
    }
}
