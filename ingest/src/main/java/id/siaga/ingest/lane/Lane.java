package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer thread behind a bounded queue. It takes what arrived while the last commit ran and commits it as one
 * batch: alone at low rates, by the thousand at high ones. While the database is away the queue fills.
 */
final class Lane implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long IDLE_MS = 250;

    private final BlockingQueue<Parcel> queue;
    private final LaneConfig config;
    private final Commit commit;
    private final LaneMetrics metrics;
    private final Thread thread;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final InHand hand;
    private final Bisection bisection;
    private volatile boolean open = true;

    Lane(int number, LaneConfig config, Commit commit, LaneMetrics metrics) {
        // The slack above the limit takes what doors hand over between asking ready() and delivering.
        this.queue = new ArrayBlockingQueue<>(config.queueLimit() + config.queueSlack());
        this.config = config;
        this.hand = new InHand(config.batchLimit());
        this.commit = commit;
        this.metrics = metrics;
        this.bisection = new Bisection(config, commit, new Teller(hand, metrics), metrics, () -> !open);
        this.thread = Thread.ofPlatform().name("lane-" + number).unstarted(this);
        metrics.gauge("siaga.lane.queue.depth", number, queue, BlockingQueue::size);
    }

    void start() {
        thread.start();
    }

    boolean ready() {
        return queue.size() < config.queueLimit() && waitingBytes.get() < config.queueBytes();
    }

    void put(Parcel parcel) {
        try {
            waitingBytes.addAndGet(parcel.message().payload().length);
            queue.put(parcel);
        } catch (InterruptedException e) {
            // Not taken over, hence never acknowledged: the sender will offer it again.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (open || !queue.isEmpty() || !hand.done()) {
            try {
                turn();
            } catch (InterruptedException e) {
                open = false;
                hand.drop();
            } catch (RuntimeException | Error e) {
                survive(e);
            }
        }
        commit.close();
    }

    /** A lane that ends would stop every device: what is in hand and untold is taken up again, in smaller steps. */
    private void survive(Throwable broken) {
        try {
            commit.reset();
            hand.smaller();
            metrics.failed("lane");
            LOG.atError().setCause(broken).log("A lane broke; it goes on with what it has in hand");
        } catch (RuntimeException | Error again) {
            // Nothing more can be done in this state, not even saying so: the next turn tries again.
        }
    }

    private void turn() throws InterruptedException {
        if (hand.done()) {
            waitingBytes.addAndGet(-hand.bytes());
            hand.take(queue, IDLE_MS);
        }
        List<Parcel> batch = hand.next();
        if (batch.isEmpty()) {
            idle();
        } else if (hand.smallest()) {
            bisection.storeAlone(batch.get(0));
        } else {
            bisection.store(batch);
        }
    }

    private void idle() {
        try {
            commit.idle();
        } catch (SQLException e) {
            commit.reset();
        }
    }

    /** Stops taking parcels, commits what waits, and ends the thread. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(config.closeWithin());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
