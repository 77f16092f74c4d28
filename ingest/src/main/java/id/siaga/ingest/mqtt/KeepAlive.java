package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.vertx.core.Vertx;

/**
 * Closes a client that is silent for one and a half times its keep-alive (MQTT-3.1.2-22). Unlike a watch on the socket
 * it does not count the time in which the socket is not read. Runs on the connection's event loop.
 */
final class KeepAlive {

    private final Vertx vertx;
    private final Duration allowed;
    private final BooleanSupplier deaf;
    private final Runnable close;
    private long lastHeard = System.nanoTime();
    private boolean over;

    /** @param deaf whether the client cannot be heard for a reason that is ours */
    KeepAlive(Vertx vertx, Duration keepAlive, BooleanSupplier deaf, Runnable close) {
        this.vertx = vertx;
        this.allowed = keepAlive.multipliedBy(3).dividedBy(2);
        this.deaf = deaf;
        this.close = close;
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    void end() {
        over = true;
    }

    void watch() {
        if (deaf.getAsBoolean()) {
            heard();
        }
        long left = allowed.minusNanos(System.nanoTime() - lastHeard).toMillis();
        vertx.setTimer(Math.max(1, left + 1), due -> check());
    }

    private void check() {
        if (over) {
            return;
        }
        if (!deaf.getAsBoolean() && System.nanoTime() - lastHeard > allowed.toNanos()) {
            close.run();
        } else {
            watch();
        }
    }
}
