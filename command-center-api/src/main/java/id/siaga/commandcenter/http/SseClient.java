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
    private final ArrayDeque<SseFrame> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long cursor;
    private boolean live;

    /** @param mostWaiting bytes that may wait for the socket; with more it is told {@code dropped} and ends */
    SseClient(Context context, HttpServerResponse response, StreamLog log, WorkerExecutor workers, int mostWaiting,
            Runnable dropped) {
        this.context = context;
        this.response = response;
        this.log = log;
        this.workers = workers;
        this.mostWaiting = mostWaiting;
        this.dropped = dropped;
    }

    /** Begins after the id the client has seen, or now. Runs on the client's event loop. */
    void start(Optional<Long> lastSeen) {
        workers.executeBlocking(log::kept, false).onComplete(kept -> {
            boolean resumable = lastSeen.map(kept::canResumeAfter).orElse(true);
            cursor = lastSeen.filter(kept::canResumeAfter).orElse(kept.last());
            write(SseFrame.position(cursor));
            if (!resumable) {
                write(new SseFrame(0, "event: reset\ndata: {}\n\n"));
            }
            catchUp();
        }, failure -> drop());
    }

    private void catchUp() {
        long from = cursor;
        workers.executeBlocking(() -> log.after(from, PAGE), false).onComplete(page -> {
            page.stream().map(SseFrame::logged).forEach(this::write);
            if (page.size() < PAGE) {
                goLive();
            } else if (response.writeQueueFull()) {
                response.drainHandler(drained -> catchUp());
            } else {
                catchUp();
            }
        }, failure -> drop());
    }

    private void goLive() {
        live = true;
        flush();
    }

    /** Callable from any thread. */
    void offer(List<SseFrame> frames) {
        context.runOnContext(ignored -> {
            frames.stream().filter(frame -> live || frame.isLogged()).forEach(this::hold);
            if (live) {
                flush();
            }
        });
    }

    private void hold(SseFrame frame) {
        if (response.closed()) {
            return;
        }
        waiting.add(frame);
        waitingBytes += frame.bytes();
        if (waitingBytes > mostWaiting) {
            drop();
        }
    }

    private void flush() {
        while (!waiting.isEmpty() && !response.writeQueueFull()) {
            SseFrame next = waiting.remove();
            waitingBytes -= next.bytes();
            write(next);
        }
        if (!waiting.isEmpty()) {
            response.drainHandler(drained -> flush());
        }
    }

    private void write(SseFrame frame) {
        if (response.closed() || (frame.isLogged() && frame.id() <= cursor)) {
            return;
        }
        cursor = Math.max(cursor, frame.id());
        response.write(frame.text());
    }

    private void drop() {
        if (!response.closed()) {
            waiting.clear();
            waitingBytes = 0;
            dropped.run();
            response.reset();
        }
    }

    void end() {
        context.runOnContext(ignored -> {
            if (!response.closed()) {
                response.end();
            }
        });
    }
}
