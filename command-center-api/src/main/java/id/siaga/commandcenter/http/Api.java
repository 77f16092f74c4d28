package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.MissingNode;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.account.Session;
import id.siaga.commandcenter.device.FieldError;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Makes one route per operation of the contract; an operation without an endpoint, or the reverse, stops the start. */
public final class Api {
    private static final String STREAM = "stream";
    private static final String INGEST = "ingest";
    private static final long MAX_OPEN = 8 * 1024;

    private final Contract contract;
    private final Map<String, Endpoint> endpoints;
    private final LiveStream stream;
    private final Gate gate;
    private final Admission admission;
    private final WorkerExecutor workers;
    private final WorkerExecutor logins;
    private final long maxBody;
    private final Handler<HttpServerRequest> ingestDoor;
    private final AuditLog audit;

    Api(Contract contract, Map<String, Endpoint> endpoints, LiveStream stream, Gate gate, Admission admission,
            WorkerExecutor workers, WorkerExecutor logins, long maxBody, Handler<HttpServerRequest> ingestDoor,
            AuditLog audit) {
        this.contract = contract;
        this.endpoints = endpoints;
        this.stream = stream;
        this.gate = gate;
        this.admission = admission;
        this.workers = workers;
        this.logins = logins;
        this.maxBody = maxBody;
        this.ingestDoor = ingestDoor;
        this.audit = audit;
    }

    void mount(Router router) {
        Set<String> unrouted = new HashSet<>(endpoints.keySet());
        for (Contract.Operation operation : contract.operations()) {
            unrouted.remove(operation.id());
            mount(router, operation);
        }
        if (!unrouted.isEmpty()) {
            throw new IllegalStateException("not in the contract: " + unrouted);
        }
    }

    private void mount(Router router, Contract.Operation operation) {
        if (operation.id().equals(INGEST)) {
            // Devices are not accounts: the door knows them, and reads the body itself.
            route(router, operation).handler(context -> ingestDoor.handle(context.request()));
            return;
        }
        if (operation.open()) {
            route(router, operation).handler(context -> {
                admission.stranger(new Call(context), operation);
                context.next();
            });
        } else {
            // A route of its own: nobody without a session may make us read a body.
            route(router, operation).handler(gate.orElse(context -> context.fail(Problem.unauthenticated())))
                    .handler(context -> onlyAllowed(context, operation));
        }
        route(router, operation).handler(context -> {
            onlyKnown(context.queryParams().names(), operation.queries());
            context.next();
        });
        // Whoever has no session must not be able to make us hold more than a form's worth.
        route(router, operation)
                .handler(BodyHandler.create(false)
                        .setBodyLimit(
                                operation.open() ? Math.min(MAX_OPEN, maxBody) : operation.maxBody().orElse(maxBody)))
                .handler(operation.id().equals(STREAM) ? streaming(operation) : answering(operation));
    }

    private void onlyAllowed(RoutingContext context, Contract.Operation operation) {
        try {
            admission.check(new Call(context), operation);
        } catch (Problem refusal) {
            refused(context, operation, refusal);
            return;
        }
        context.put(Gate.OPERATION, operation);
        context.next();
    }

    private void refused(RoutingContext context, Contract.Operation operation, Problem refusal) {
        context.request().pause();
        inName(context, operation, (audited, call) -> audited.denied(call, refusal.status())).onComplete(done -> {
            context.request().resume();
            context.fail(done.succeeded() ? refusal : done.cause());
        });
    }

    private Handler<RoutingContext> streaming(Contract.Operation operation) {
        return operation.audited()
                ? context -> inName(context, operation, Audited::opened)
                        .onComplete(written -> stream.open(context), context::fail)
                : stream::open;
    }

    /** Puts something on record in the name of who asks. */
    private Future<Boolean> inName(RoutingContext context, Contract.Operation operation,
            BiConsumer<Audited, Call> record) {
        Call call = new Call(context);
        return workers.executeBlocking(() -> call.actor(operation).does(() -> {
            record.accept(new Audited(audit, operation, nobody -> Reply.nothing()), call);
            return true;
        }), false);
    }

    /** Who asks for what we do not know must not take for an answer what was not asked. */
    static void onlyKnown(Set<String> asked, Set<String> queries) {
        List<FieldError> unknown = asked.stream().filter(name -> !queries.contains(name))
                .map(name -> new FieldError(name, "parameter tidak dikenal (unknown query parameter)")).toList();
        if (!unknown.isEmpty()) {
            throw Problem.validation(unknown);
        }
    }

    private static Route route(Router router, Contract.Operation operation) {
        return router.route(HttpMethod.valueOf(operation.method()), Contract.BASE + operation.path());
    }

    private Endpoint endpoint(Contract.Operation operation) {
        return Optional.ofNullable(endpoints.get(operation.id()))
                .orElseThrow(() -> new IllegalStateException("no endpoint for operation " + operation.id()));
    }

    private Handler<RoutingContext> answering(Contract.Operation operation) {
        Endpoint endpoint = operation.open()
                ? endpoint(operation)
                : new Audited(audit, operation, endpoint(operation));
        WorkerExecutor pool = operation.open() ? logins : workers;
        return context -> pool.executeBlocking(() -> answer(endpoint, new Call(context), operation), false)
                .onComplete(reply -> send(context, reply), context::fail);
    }

    static Reply answer(Endpoint endpoint, Call call, Contract.Operation operation) throws Exception {
        if (operation.open()) {
            return endpoint.answer(call);
        }
        if (call.session().reach() != Session.Reach.VISITOR) {
            return call.actor(operation).does(() -> endpoint.answer(call));
        }
        VisitorView.check(operation, call.asked().queries().keySet());
        return VisitorView.of(operation, call.actor(operation).does(() -> endpoint.answer(call)));
    }

    static void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        reply.headers().forEach(response::putHeader);
        response.setStatusCode(reply.status()).putHeader("Cache-Control", "no-store");
        if (reply.body() instanceof MissingNode) {
            response.end();
        } else {
            response.putHeader("Content-Type", reply.contentType()).end(reply.bytes());
        }
    }

    /** Turns whatever went wrong into a problem. */
    static void fail(RoutingContext context) {
        send(context, Failures.problem(context).reply());
    }
}
