package id.siaga.ingest.mqtt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;

/**
 * Brings acks from the lanes' threads to one event loop: the loop is called once for all that a commit settled, not once
 * for each. As long as what is in flight, which every session bounds.
 */
final class AckPost {

    private final Context context;
    private final Queue<Runnable> acks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();

    AckPost(Context context) {
        this.context = context;
    }

    /** From any thread; the acks of one thread keep their order. */
    void post(Runnable ack) {
        acks.add(ack);
        if (!called.getAndSet(true)) {
            context.runOnContext(now -> deliver());
        }
    }

    private void deliver() {
        called.set(false);
        for (Runnable ack = acks.poll(); ack != null; ack = acks.poll()) {
            ack.run();
        }
    }
}
