package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Health and metrics: free from this machine, from elsewhere with a session. */
record Probes(Map<String, BooleanSupplier> parts, PrometheusMeterRegistry meters, WorkerExecutor workers, Gate gate) {

    void mount(Router router) {
        Handler<RoutingContext> refuse = context -> Api.send(context, Problem.unauthenticated().reply());
        for (String path : new String[]{"/health/live", "/health/ready", "/metrics"}) {
            router.get(path).handler(context -> {
                if (isLocal(context)) {
                    context.next();
                } else {
                    gate.orElse(refuse).handle(context);
                }
            });
        }
        router.get("/health/live").handler(context -> Api.send(context, status(200, "up")));
        router.get("/health/ready").handler(working(this::ready));
        router.get("/metrics").handler(context -> workers.executeBlocking(meters::scrape, false).onComplete(
                text -> context.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(text),
                context::fail));
    }

    private Handler<RoutingContext> working(Callable<Reply> work) {
        return context -> workers.executeBlocking(work, false).onComplete(reply -> Api.send(context, reply),
                context::fail);
    }

    private static boolean isLocal(RoutingContext context) {
        try {
            return InetAddress.getByName(context.request().remoteAddress().hostAddress()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Reply status(int code, String word) {
        return new Reply(code, "application/json", JsonNodeFactory.instance.objectNode().put("status", word));
    }

    private Reply ready() {
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, part) -> states.put(name, part.getAsBoolean() ? "up" : "down"));
        boolean all = states.properties().stream().allMatch(part -> part.getValue().asText().equals("up"));
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", all ? "up" : "down");
        body.set("parts", states);
        return new Reply(all ? 200 : 503, "application/json", body);
    }
}
