package id.siaga.commandcenter.http;

import id.siaga.commandcenter.stream.StreamLog;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * One connected client, confined to its own event loop. It is subscribed before it catches up from the log; what
 * arrives meanwhile waits, as does what its socket cannot take yet; ids already sent are skipped: no gap, nothing twice.
 */
final class SseClient {
    private static final int PAGE = 500;

    private final Context context;
    private final HttpServerResponse response;
    private final StreamLog log;
    private final WorkerExecutor workers;
    private final int mostWaiting;
    private final Runnable dropped;
    private volatile Viewer viewer;
    private final ArrayDeque<SseFrame> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long cursor;
    private boolean live;

    /** @param mostWaiting bytes that may wait for the socket; with more it is told {@code dropped} and ends */
    SseClient(Context context, HttpServerResponse response, StreamLog log, WorkerExecutor workers, int mostWaiting,
            Runnable dropped, Viewer viewer) {
        this.context = context;
        this.response = response;
        this.log = log;
        this.workers = workers;
        this.mostWaiting = mostWaiting;
        this.dropped = dropped;
        this.viewer = viewer;
    }

    /** Begins after the id the client has seen, or now. Runs on the client's event loop. */
    void start(Optional<Long> lastSeen) {
        workers.executeBlocking(log::kept, false).onComplete(kept -> {
            boolean resumable = lastSeen.map(kept::canResumeAfter).orElse(true);
            cursor = lastSeen.filter(kept::canResumeAfter).orElse(kept.last());
            write(SseFrame.position(cursor));
            if (!resumable) {
                write(SseFrame.reset());
            }
            catchUp(cursor);
        }, failure -> drop());
    }

    /** What this viewer may not see is passed over, so where it reads on is not what it has been sent. */
    private void catchUp(long from) {
        workers.executeBlocking(() -> log.after(from, PAGE), false).onComplete(page -> {
            page.stream().flatMap(event -> SseFrame.logged(event).stream()).filter(this::isFor).forEach(this::write);
            if (page.size() < PAGE) {
                goLive();
                return;
            }
            long last = page.getLast().path("event_id").longValue();
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> catchUp(last));
            } else {
                catchUp(last);
            }
        }, failure -> drop());
    }

    private boolean isFor(SseFrame frame) {
        return frame.reach().reaches(viewer);
    }

    Viewer.Kind kind() {
        return viewer.kind();
    }

    long session() {
        return viewer.session();
    }

    /** What the session may see from now on; callable from any thread. */
    void look(Viewer now) {
        if (!now.equals(viewer)) {
            viewer = now;
            offer(List.of(SseFrame.reset()));
        }
    }

    /** The session has ended: nothing more, and the client is told why. Callable from any thread. */
    void revoke() {
        context.runOnContext(ignored -> {
            if (!isOver()) {
                waiting.clear();
                response.write(SseFrame.revoked().text());
                response.end();
            }
        });
    }

    /** A response that we ended is not closed while its connection is kept for the next request. */
    private boolean isOver() {
        return response.ended() || response.closed();
    }

    private void goLive() {
        live = true;
        flush();
    }

    /** Callable from any thread. */
    void offer(List<SseFrame> frames) {
        context.runOnContext(ignored -> {
            frames.stream().filter(this::isFor).filter(frame -> live || frame.isLogged()).forEach(this::hold);
            if (live) {
                flush();
            }
        });
    }

    private void hold(SseFrame frame) {
        if (isOver()) {
            return;
        }
        waiting.add(frame);
        waitingBytes += frame.bytes();
        if (waitingBytes > mostWaiting) {
            drop();
        }
    }

    private void flush() {
        while (!waiting.isEmpty() && !isOver() && !response.writeQueueFull()) {
            SseFrame next = waiting.remove();
            waitingBytes -= next.bytes();
            write(next);
        }
        if (!waiting.isEmpty() && !isOver()) {
            response.drainHandler(drained -> flush());
        }
    }

    private void write(SseFrame frame) {
        if (isOver() || (frame.isLogged() && frame.id() <= cursor)) {
            return;
        }
        cursor = Math.max(cursor, frame.id());
        response.write(frame.text());
    }

    private void drop() {
        if (!isOver()) {
            waiting.clear();
            waitingBytes = 0;
            dropped.run();
            response.reset();
        }
    }

    void end() {
        context.runOnContext(ignored -> {
            if (!isOver()) {
                response.end();
            }
        });
    }
}
