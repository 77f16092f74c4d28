package id.siaga.ingest.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;

/** The HTTP server of an ingest process that runs alone: the door, health, and metrics. */
public final class IngestFront implements AutoCloseable {

    /** Where the door is, here and in the command center's contract. */
    public static final String DOOR = "/api/v1/ingest";

    private static final long CLOSE_SECONDS = 5;
    private static final int IDLE_SECONDS = 120;
    private static final String JSON = "application/json";

    private final HttpServer server;

    private IngestFront(HttpServer server) {
        this.server = server;
    }

    /** What the server shows; {@code trouble} says why the process is not ready, empty when it is. */
    public record Needs(Handler<HttpServerRequest> door, Supplier<Optional<String>> trouble,
            PrometheusMeterRegistry meters) {
    }

    /** Blocks until it listens; port 0 is any free one. */
    public static IngestFront start(Vertx vertx, String bind, int port, Optional<PemKeyCertOptions> certificate,
            Needs needs) {
        HttpServerOptions options = new HttpServerOptions().setHost(bind).setPort(port).setTcpNoDelay(true)
                .setIdleTimeout(IDLE_SECONDS);
        certificate.ifPresent(each -> options.setSsl(true).setKeyCertOptions(each));
        return new IngestFront(vertx.createHttpServer(options).requestHandler(request -> route(vertx, needs, request))
                .listen().toCompletionStage().toCompletableFuture().join());
    }

    private static void route(Vertx vertx, Needs needs, HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case DOOR -> needs.door().handle(request);
            case String path when !isLocal(request) -> send(request, Problem.missing(path).answer());
            case "/health/live" -> send(request, up());
            case "/health/ready" -> send(request, needs.trouble().get().map(IngestFront::down)
                    .orElseGet(IngestFront::up));
            case "/metrics" -> vertx.executeBlocking(needs.meters()::scrape, false).onSuccess(text -> send(request,
                    new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text, Map.of())));
            case String path -> send(request, Problem.missing(path).answer());
        }
    }

    /** There are no accounts here: health and metrics are for this machine. */
    private static boolean isLocal(HttpServerRequest request) {
        try {
            return InetAddress.getByName(request.remoteAddress().hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Answer up() {
        return new Answer(200, JSON, "{\"status\":\"up\"}", Map.of());
    }

    private static Answer down(String why) {
        return new Answer(503, JSON, JsonNodeFactory.instance.objectNode().put("status", "down").put("detail", why)
                .toString(), Map.of());
    }

    private static void send(HttpServerRequest request, Answer answer) {
        request.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType())
                .putHeader("Cache-Control", "no-store").end(answer.body());
    }

    /** The port actually bound. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() throws TimeoutException {
        server.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
