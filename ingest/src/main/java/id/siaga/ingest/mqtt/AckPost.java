package id.siaga.ingest.mqtt;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Context;

/**
 * Brings acks from the lanes' threads to one event loop: the loop is called once for all that a commit settled, not once
 * for each. As long as what is in flight, which every session bounds.
 */
final class AckPost {

    private static final Logger LOG = LoggerFactory.getLogger(AckPost.class);

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
            run(ack);
        }
    }

    /** A connection that breaks under its ack must not keep the acks of the others. */
    private static void run(Runnable ack) {
        try {
            ack.run();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("An ack could not be written");
        }
    }
}
