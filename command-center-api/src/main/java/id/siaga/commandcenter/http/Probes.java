package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.Part;
import id.siaga.commandcenter.account.Role;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Health and metrics: free from this machine, from elsewhere or through a proxy with a session. */
record Probes(Map<String, Part> parts, PrometheusMeterRegistry meters, WorkerExecutor workers, Gate gate) {

    private static final Set<Role> ENGINEERS = EnumSet.of(Role.ADMIN_PUSAT, Role.TEKNISI, Role.PJ_TEKNIS);

    void mount(Router router) {
        Handler<RoutingContext> refuse = context -> Api.send(context, Problem.unauthenticated().reply());
        for (String path : new String[]{"/health/live", "/health/ready", "/metrics"}) {
            router.get(path).handler(context -> {
                if (Peer.of(context).isLocal()) {
                    context.next();
                } else {
                    gate.orElse(refuse).handle(context);
                }
            });
        }
        router.get("/health/live").handler(context -> Api.send(context, status(200, "up")));
        router.get("/health/ready").handler(working(this::ready));
        router.get("/metrics").handler(Probes::onlyEngineers)
                .handler(context -> workers.executeBlocking(meters::scrape, false).onComplete(
                        text -> context.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                                .end(text),
                        context::fail));
    }

    /** Whoever came from elsewhere has a session, and it must be an engineer's. */
    private static void onlyEngineers(RoutingContext context) {
        if (!Peer.of(context).isLocal() && !new Call(context).account().holdsAny(ENGINEERS)) {
            throw Problem.forbidden("Perlu salah satu peran (needs one of) " + ENGINEERS);
        }
        context.next();
    }

    private Handler<RoutingContext> working(Callable<Reply> work) {
        return context -> workers.executeBlocking(work, false).onComplete(reply -> Api.send(context, reply),
                context::fail);
    }

    private static Reply status(int code, String word) {
        return new Reply(code, "application/json", JsonNodeFactory.instance.objectNode().put("status", word));
    }

    private Reply ready() {
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        ObjectNode reasons = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, part) -> {
            Optional<String> trouble = trouble(part);
            states.put(name, trouble.isEmpty() ? "up" : "down");
            trouble.ifPresent(why -> reasons.put(name, why));
        });
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", reasons.isEmpty() ? "up" : "down");
        body.set("parts", states);
        body.set("reasons", reasons);
        return new Reply(reasons.isEmpty() ? 200 : 503, "application/json", body);
    }

    private static Optional<String> trouble(Part part) {
        try {
            return part.trouble();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
