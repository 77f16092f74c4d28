package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/**
 * One writer thread behind a bounded queue. It takes what arrived while the last commit ran and commits it as one
 * batch: alone at low rates, by the thousand at high ones. A batch the database refuses is halved until the poisonous
 * parcel stands alone; a database that is away is waited for, and the queue fills.
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
    private volatile boolean open = true;

    Lane(int number, LaneConfig config, Commit commit, LaneMetrics metrics) {
        // The slack above the limit takes what doors hand over between asking ready() and delivering.
        this.queue = new ArrayBlockingQueue<>(config.queueLimit() + config.queueSlack());
        this.config = config;
        this.hand = new InHand(config.batchLimit());
        this.commit = commit;
        this.metrics = metrics;
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
            alone(batch.get(0));
        } else {
            store(batch);
        }
    }

    /** The last resort for what breaks the lane itself. */
    private void alone(Parcel parcel) throws InterruptedException {
        try {
            store(List.of(parcel));
        } catch (Error e) {
            commit.reset();
            putAside(parcel, Reject.INTERNAL, String.valueOf(e));
        }
    }

    private void idle() {
        try {
            commit.idle();
        } catch (SQLException e) {
            commit.reset();
        }
    }

    private void store(List<Parcel> batch) throws InterruptedException {
        Patience patience = patience();
        while (true) {
            try {
                tell(batch, commit.commit(batch));
                return;
            } catch (SQLException e) {
                if (Fault.of(e) == Fault.DATA) {
                    commit.reset();
                    divide(batch, Reject.STORE_REFUSED, e);
                    return;
                }
                await(e, patience);
            } catch (RuntimeException | StackOverflowError e) {
                LOG.atError().setCause(e).log("A batch broke the lane's code");
                commit.reset();
                divide(batch, Reject.INTERNAL, e);
                return;
            }
        }
    }

    private void divide(List<Parcel> batch, Reject reason, Throwable cause) throws InterruptedException {
        metrics.failed(reason.name());
        if (batch.size() == 1) {
            putAside(batch.get(0), reason, String.valueOf(cause.getMessage()));
            return;
        }
        int middle = batch.size() / 2;
        store(List.copyOf(batch.subList(0, middle)));
        store(List.copyOf(batch.subList(middle, batch.size())));
    }

    private void putAside(Parcel parcel, Reject reason, String detail) throws InterruptedException {
        Patience patience = patience();
        while (true) {
            try {
                commit.quarantine(parcel, reason, detail);
                tell(List.of(parcel), List.of(Ack.Outcome.QUARANTINED));
                return;
            } catch (SQLException e) {
                if (Fault.of(e) == Fault.DATA) {
                    giveUp(parcel, e);
                    return;
                }
                await(e, patience);
            } catch (RuntimeException e) {
                giveUp(parcel, e);
                return;
            }
        }
    }

    /** Even quarantine will not have it. It is not stored and its sender is told so; the others must go on. */
    private void giveUp(Parcel parcel, Exception cause) {
        commit.reset();
        metrics.failed("quarantine");
        LOG.atError().addKeyValue("topic", parcel.message().topic()).addKeyValue("principal", parcel.principal())
                .setCause(cause).log("A message is refused by quarantine too and is not stored");
        count(parcel, Ack.Outcome.NOT_STORED, Instant.now());
        tell(parcel, Ack.Outcome.NOT_STORED);
    }

    private Patience patience() {
        return new Patience(config.retryFirst(), config.retryMost());
    }

    private void await(SQLException cause, Patience patience) throws InterruptedException {
        metrics.failed("database");
        LOG.atWarn().addKeyValue("sqlState", cause.getSQLState()).addKeyValue("cause", cause.getMessage())
                .addKeyValue("retryInMs", patience.pause().toMillis())
                .log("The database did not take a batch; it is kept");
        commit.reset();
        if (!open) {
            throw new InterruptedException("closing while the database is away");
        }
        patience.wear();
    }

    private void tell(List<Parcel> batch, List<Ack.Outcome> outcomes) {
        long begun = System.nanoTime();
        Instant now = Instant.now();
        metrics.committed(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            count(batch.get(i), outcomes.get(i), now);
            tell(batch.get(i), outcomes.get(i));
        }
        metrics.stages().spent(Stage.ACK, begun);
    }

    /** What cannot be counted must still be told: a batch half told would be stored and told again. */
    private void count(Parcel parcel, Ack.Outcome outcome, Instant now) {
        try {
            metrics.told(parcel, outcome, now);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A message could not be counted");
        }
    }

    private void tell(Parcel parcel, Ack.Outcome outcome) {
        try {
            parcel.ack().tell(outcome);
        } catch (RuntimeException e) {
            // The sender is gone; what it sent is stored, and it will be a duplicate when it comes again.
            LOG.atDebug().setCause(e).log("An acknowledgement found nobody");
        }
        hand.told();
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
