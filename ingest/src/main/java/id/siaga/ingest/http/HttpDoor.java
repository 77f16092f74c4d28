package id.siaga.ingest.http;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Allowance;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.registry.Throttle;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Doorkeeper;
import id.siaga.ingest.telemetry.Message;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The door for gateways that only speak HTTP. 200 leaves after the commit that holds every message of the request. Runs
 * on the server's event loops; bodies are taken apart and handed over by the porters, who are the ones that wait while
 * the lanes are full.
 */
public final class HttpDoor implements Handler<HttpServerRequest>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Vertx vertx;
    private final HttpDoorConfig config;
    private final Gate gate;
    private final Deadline arrival;
    private final Deadline commit;
    private final Throttle throttle;
    private final Handover handover;
    private final MeterRegistry meters;
    private final Admission admission;
    private final BodyReader bodies;
    private final Replies replies;
    private final WorkerExecutor porters;

    public HttpDoor(Vertx vertx, HttpDoorConfig config, Doorkeeper doorkeeper, Intake intake,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.gate = new Gate(vertx, config, doorkeeper);
        this.arrival = new Deadline(config.bodyWithin(), Problem::tooSlow);
        this.commit = new Deadline(config.answerWithin(), this::busy);
        this.throttle = doorkeeper.throttle();
        this.handover = new Handover(doorkeeper, intake, config);
        this.meters = meters;
        this.admission = new Admission(config, meters);
        this.bodies = new BodyReader(config);
        this.replies = new Replies(config.maxKeptBytes(), config.keptFor(), Clock.systemUTC());
        this.porters = vertx.createSharedWorkerExecutor("http-porter", config.porters());
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        Admission.Ticket ticket = admission.ticket();
        serve(request, ticket).otherwise(failure -> answer(request, failure)).onSuccess(answer -> {
            ticket.close();
            send(request, answer);
        });
    }

    private Future<Answer> serve(HttpServerRequest request, Admission.Ticket ticket) {
        return gate.admit(request, ticket).compose(device -> arrival.on(bodies.read(request, ticket))
                .compose(body -> commit.on(answer(device, request, body))));
    }

    private Future<Answer> answer(Device device, HttpServerRequest request, Buffer body) {
        Publication publication = Publication.of(request, body);
        String remote = String.valueOf(request.remoteAddress());
        return porters.executeBlocking(() -> publication.content(config.maxMessages()), false)
                .compose(content -> publication.key()
                        .map(key -> replies.once(new Replies.Key(device.deviceId(), key), content.fingerprint(),
                                () -> store(device, remote, content.messages())))
                        .orElseGet(() -> store(device, remote, content.messages())));
    }

    private Future<Answer> store(Device device, String remote, List<Message> messages) {
        Allowance allowance = throttle.allowance(device);
        messages.forEach(message -> allowance.take(System.nanoTime()));
        Receipt receipt = new Receipt(vertx.getOrCreateContext(), messages.size());
        long deadline = System.nanoTime() + config.answerWithin().toNanos();
        porters.executeBlocking(() -> handover.carry(device, remote, messages, receipt, deadline), false)
                .onFailure(receipt::fail);
        return receipt.complete().map(Answer::of);
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
        gate.close();
        porters.close();
    }
}
