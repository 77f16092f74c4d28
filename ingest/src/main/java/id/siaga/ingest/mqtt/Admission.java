package id.siaga.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Paces the connects. After a restart every device comes back within the same seconds; let in all together they would
 * starve those already connected. They are let in at a steady rate, in the order they came. Any event loop.
 */
final class Admission {

    /** @param context the event loop of the connection */
    private record Waiting(Context context, Runnable admit) {
    }

    private static final double NANOS = 1e9;

    private final Vertx vertx;
    private final AdmissionConfig config;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private double tokens;
    private long filledAt = System.nanoTime();

    /** @param listener names the door among others in the metrics */
    Admission(Vertx vertx, AdmissionConfig config, MeterRegistry meters, Tags listener) {
        this.vertx = vertx;
        this.config = config;
        this.tokens = config.burst();
        meters.gauge("siaga.connections.waiting", listener, this, Admission::waiting);
    }

    synchronized int waiting() {
        return queue.size();
    }

    /**
     * Runs {@code admit} on the calling event loop, now or when its turn comes.
     *
     * @return false when too many wait already; then it is never run
     */
    boolean enter(Runnable admit) {
        if (!takeNow()) {
            return queueUp(new Waiting(vertx.getOrCreateContext(), admit));
        }
        admit.run();
        return true;
    }

    private synchronized boolean takeNow() {
        return queue.isEmpty() && take();
    }

    private synchronized boolean queueUp(Waiting one) {
        if (queue.size() >= config.waiting()) {
            return false;
        }
        queue.add(one);
        if (queue.size() == 1) {
            nextTurn();
        }
        return true;
    }

    private void nextTurn() {
        vertx.setTimer(config.turn().toMillis(), turn -> {
            for (Waiting one : due()) {
                one.context().runOnContext(now -> one.admit().run());
            }
        });
    }

    private synchronized List<Waiting> due() {
        List<Waiting> due = new ArrayList<>();
        while (!queue.isEmpty() && take()) {
            due.add(queue.remove());
        }
        if (!queue.isEmpty()) {
            nextTurn();
        }
        return due;
    }

    private boolean take() {
        long now = System.nanoTime();
        tokens = Math.min(config.burst(), tokens + (now - filledAt) / NANOS * config.perSecond());
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
