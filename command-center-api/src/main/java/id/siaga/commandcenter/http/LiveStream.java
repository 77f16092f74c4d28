package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Session;
import id.siaga.commandcenter.account.Sessions;
import id.siaga.commandcenter.sql.Wakeup;
import id.siaga.commandcenter.stream.StreamLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** {@code GET /api/v1/stream}: tails the event log once and fans out to all clients. */
public final class LiveStream implements AutoCloseable {
    private static final long HEARTBEAT_MS = 2_000;
    private static final long SNAPSHOT_MS = 1_000;
    /** A session that was revoked goes dark so soon. */
    private static final long LOOK_MS = 1_000;
    private static final int PAGE = 500;

    private final Vertx vertx;
    private final StreamLog log;
    private final Snapshots snapshots;
    private final Sessions sessions;
    private final Viewer.Rules rules;
    private final WorkerExecutor workers;
    private final Clock clock;
    private final StreamBounds bounds;
    private final Counter dropped;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean snapping = new AtomicBoolean();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Wakeup wakeup;
    private final List<Long> timers;
    /** Only touched by the wake-up thread after construction. */
    private long tail;

    /** What it sends, and who may look. */
    public record Sources(StreamLog log, Snapshots snapshots, Sessions sessions, Contract contract) {
    }

    public LiveStream(Vertx vertx, Sources sources, WorkerExecutor workers, Clock clock, Duration sweep,
            StreamBounds bounds, MeterRegistry meters) {
        this.vertx = vertx;
        this.log = sources.log();
        this.snapshots = sources.snapshots();
        this.sessions = sources.sessions();
        this.rules = Viewer.Rules.of(sources.contract());
        this.workers = workers;
        this.clock = clock;
        this.bounds = bounds;
        this.dropped = Counter.builder("siaga.sse.dropped").description("Clients too slow for the stream")
                .register(meters);
        Gauge.builder("siaga.sse.clients", clients, Set::size).register(meters);
        this.tail = log.kept().last();
        this.timers = List.of(vertx.setPeriodic(HEARTBEAT_MS, timer -> beat()),
                vertx.setPeriodic(SNAPSHOT_MS, timer -> snap()), vertx.setPeriodic(LOOK_MS, timer -> look()));
        this.wakeup = new Wakeup(log.database().source(), StreamLog.CHANNEL, sweep, this::forward);
    }

    public boolean isListening() {
        return wakeup.isListening();
    }

    void open(RoutingContext context) {
        Viewer viewer = rules.viewer(new Call(context).session())
                .orElseThrow(() -> Problem.forbidden("Perlu peran (needs a role)"));
        HttpServerResponse response = context.response().setChunked(true).setWriteQueueMaxSize(bounds.buffer())
                .putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        SseClient client = new SseClient(vertx.getOrCreateContext(), response, log, workers, bounds.waiting(),
                dropped::increment, viewer);
        response.closeHandler(closed -> clients.remove(client)).endHandler(ended -> clients.remove(client))
                .exceptionHandler(failed -> clients.remove(client));
        clients.add(client);
        client.start(lastSeen(new Call(context)));
    }

    private static Optional<Long> lastSeen(Call call) {
        return call.header("Last-Event-ID").or(() -> call.query("last_event_id"))
                .map(text -> text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1L);
    }

    private void forward() {
        List<ObjectNode> events = log.after(tail, PAGE);
        while (!events.isEmpty()) {
            List<SseFrame> frames = events.stream().flatMap(event -> SseFrame.logged(event).stream()).toList();
            clients.forEach(client -> client.offer(frames));
            tail = frames.getLast().id();
            events = log.after(tail, PAGE);
        }
    }

    private void beat() {
        List<SseFrame> beat = List.of(SseFrame.heartbeat(clock.instant()));
        clients.forEach(client -> client.offer(beat));
    }

    /** One question for all clients: whose session has ended, and who may see something else now. */
    private void look() {
        if (!clients.isEmpty() && looking.compareAndSet(false, true)) {
            Set<SseClient> asked = Set.copyOf(clients);
            workers.executeBlocking(
                    () -> sessions.still(asked.stream().map(SseClient::session).collect(Collectors.toSet())), false)
                    .onComplete(result -> {
                        looking.set(false);
                        if (result.succeeded()) {
                            asked.forEach(client -> told(client, result.result()));
                        }
                    });
        }
    }

    private void told(SseClient client, Map<Long, Session> good) {
        Optional.ofNullable(good.get(client.session())).flatMap(rules::viewer).ifPresentOrElse(client::look, () -> {
            clients.remove(client);
            client.revoke();
        });
    }

    private void snap() {
        if (!clients.isEmpty() && snapping.compareAndSet(false, true)) {
            Set<Viewer.Kind> viewers = clients.stream().map(SseClient::kind).collect(Collectors.toSet());
            workers.executeBlocking(() -> snapshots.frames(viewers), false).onComplete(result -> {
                snapping.set(false);
                if (result.succeeded()) {
                    clients.forEach(client -> client.offer(result.result()));
                }
            });
        }
    }

    @Override
    public void close() {
        timers.forEach(vertx::cancelTimer);
        wakeup.close();
        clients.forEach(SseClient::end);
    }
}
