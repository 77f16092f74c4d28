package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private volatile boolean open = true;

    Lane(int number, LaneConfig config, Commit commit, LaneMetrics metrics) {
        // The slack above the limit takes what doors hand over between asking ready() and delivering.
        this.queue = new ArrayBlockingQueue<>(config.queueLimit() + config.queueSlack());
        this.config = config;
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
        List<Parcel> batch = new ArrayList<>(config.batchLimit());
        while (open || !queue.isEmpty()) {
            try {
                turn(batch);
            } catch (InterruptedException e) {
                open = false;
            } catch (RuntimeException e) {
                // A lane that ends would stop every device: nothing it carries is worth that.
                LOG.atError().setCause(e).log("A lane's turn failed");
                commit.reset();
            }
        }
        commit.close();
    }

    private void turn(List<Parcel> batch) throws InterruptedException {
        batch.clear();
        Parcel first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
        if (first == null) {
            idle();
            return;
        }
        batch.add(first);
        queue.drainTo(batch, config.batchLimit() - 1);
        try {
            store(batch);
        } finally {
            batch.forEach(parcel -> waitingBytes.addAndGet(-parcel.message().payload().length));
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
        Duration wait = config.retryFirst();
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
                wait = await(e, wait);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("A batch broke the lane's code");
                commit.reset();
                divide(batch, Reject.INTERNAL, e);
                return;
            }
        }
    }

    private void divide(List<Parcel> batch, Reject reason, Exception cause) throws InterruptedException {
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
        Duration wait = config.retryFirst();
        while (true) {
            try {
                commit.quarantine(parcel, reason, detail);
                tell(List.of(parcel), List.of(Ack.Outcome.QUARANTINED));
                return;
            } catch (SQLException e) {
                wait = await(e, wait);
            }
        }
    }

    /** Waits for the database and says how long to wait the next time. */
    private Duration await(SQLException cause, Duration wait) throws InterruptedException {
        metrics.failed("database");
        LOG.atWarn().addKeyValue("sqlState", cause.getSQLState()).addKeyValue("cause", cause.getMessage())
                .addKeyValue("retryInMs", wait.toMillis()).log("The database did not take a batch; it is kept");
        commit.reset();
        if (!open) {
            throw new InterruptedException("closing while the database is away");
        }
        Thread.sleep(wait);
        Duration doubled = wait.multipliedBy(2);
        return doubled.compareTo(config.retryMost()) < 0 ? doubled : config.retryMost();
    }

    private void tell(List<Parcel> batch, List<Ack.Outcome> outcomes) {
        long begun = System.nanoTime();
        Instant now = Instant.now();
        metrics.committed(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            metrics.told(batch.get(i), outcomes.get(i), now);
            tell(batch.get(i), outcomes.get(i));
        }
        metrics.stages().spent(Stage.ACK, begun);
    }

    private static void tell(Parcel parcel, Ack.Outcome outcome) {
        try {
            parcel.ack().tell(outcome);
        } catch (RuntimeException e) {
            // The sender is gone; what it sent is stored, and it will be a duplicate when it comes again.
            LOG.atDebug().setCause(e).log("An acknowledgement found nobody");
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
