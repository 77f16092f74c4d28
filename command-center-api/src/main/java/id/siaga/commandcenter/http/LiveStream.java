package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code GET /api/v1/stream}: tails the event log once and fans out to all clients. */
public final class LiveStream implements AutoCloseable {
    private static final long HEARTBEAT_MS = 2_000;
    private static final long SNAPSHOT_MS = 1_000;
    private static final int PAGE = 500;

    private final Vertx vertx;
    private final StreamLog log;
    private final Snapshots snapshots;
    private final WorkerExecutor workers;
    private final Clock clock;
    private final StreamBounds bounds;
    private final Counter dropped;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean snapping = new AtomicBoolean();
    private final Wakeup wakeup;
    private final List<Long> timers;
    /** Only touched by the wake-up thread after construction. */
    private long tail;

    public LiveStream(Vertx vertx, StreamLog log, Snapshots snapshots, WorkerExecutor workers, Clock clock,
            Duration sweep, StreamBounds bounds, MeterRegistry meters) {
        this.vertx = vertx;
        this.log = log;
        this.snapshots = snapshots;
        this.workers = workers;
        this.clock = clock;
        this.bounds = bounds;
        this.dropped = Counter.builder("siaga.sse.dropped").description("Clients too slow for the stream")
                .register(meters);
        Gauge.builder("siaga.sse.clients", clients, Set::size).register(meters);
        this.tail = log.kept().last();
        this.timers = List.of(vertx.setPeriodic(HEARTBEAT_MS, timer -> beat()),
                vertx.setPeriodic(SNAPSHOT_MS, timer -> snap()));
        this.wakeup = new Wakeup(log.database().source(), StreamLog.CHANNEL, sweep, this::forward);
    }

    public boolean isListening() {
        return wakeup.isListening();
    }

    void open(RoutingContext context) {
        HttpServerResponse response = context.response().setChunked(true).setWriteQueueMaxSize(bounds.buffer())
                .putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        SseClient client = new SseClient(vertx.getOrCreateContext(), response, log, workers, bounds.waiting(),
                dropped::increment);
        response.closeHandler(closed -> clients.remove(client)).exceptionHandler(failed -> clients.remove(client));
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
            List<SseFrame> frames = events.stream().map(SseFrame::logged).toList();
            clients.forEach(client -> client.offer(frames));
            tail = frames.getLast().id();
            events = log.after(tail, PAGE);
        }
    }

    private void beat() {
        List<SseFrame> beat = List.of(SseFrame.heartbeat(clock.instant()));
        clients.forEach(client -> client.offer(beat));
    }

    private void snap() {
        if (!clients.isEmpty() && snapping.compareAndSet(false, true)) {
            workers.executeBlocking(snapshots::frames, false).onComplete(result -> {
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
