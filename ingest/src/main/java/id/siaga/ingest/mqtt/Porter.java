package id.siaga.ingest.mqtt;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Carries one session's messages from the client's threads to the intake, and is the one that waits for the lanes. */
final class Porter {

    private static final Logger LOG = LoggerFactory.getLogger(Porter.class);
    private static final long OFFER_MS = 100;
    private static final long ROOM_MS = 5;

    private final String name;
    private final BrokerBounds bounds;
    private final Intake intake;
    private final BlockingQueue<Arrival> arrivals;
    private final AtomicLong waitingBytes = new AtomicLong();
    private Thread thread;
    private @Nullable Message failed;

    Porter(String clientId, BrokerBounds bounds, Intake intake) {
        this.name = "porter-" + clientId;
        this.bounds = bounds;
        this.intake = intake;
        // As much as the broker may send unacknowledged: the client's own threads then never wait for the lanes,
        // keep reading ping responses, and the connection survives any back-pressure.
        this.arrivals = new ArrayBlockingQueue<>(bounds.receiveMaximum());
        this.thread = unstarted();
    }

    private Thread unstarted() {
        return Thread.ofPlatform().daemon().name(name).unstarted(this::carry);
    }

    /** Starts it, also anew after it died. Called by one thread only. */
    void start() {
        if (alive()) {
            return;
        }
        thread = unstarted();
        thread.start();
    }

    boolean alive() {
        return thread.isAlive();
    }

    /**
     * On the client's thread. Waits only when QoS 0, which no Receive Maximum bounds, has filled the queue, or payloads
     * are so large that their bytes have.
     */
    void take(Arrival arrival) {
        try {
            while (!arrival.connection().lost() && !offer(arrival)) {
                forgetWhatComesAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean offer(Arrival arrival) throws InterruptedException {
        int bytes = arrival.message().payload().length;
        if (waitingBytes.get() + bytes > bounds.maxWaitingBytes()) {
            TimeUnit.MILLISECONDS.sleep(ROOM_MS);
            return false;
        }
        waitingBytes.addAndGet(bytes);
        boolean taken = arrivals.offer(arrival, OFFER_MS, TimeUnit.MILLISECONDS);
        if (!taken) {
            waitingBytes.addAndGet(-bytes);
        }
        return taken;
    }

    private void forgetWhatComesAgain() {
        arrivals.removeIf(arrival -> {
            boolean gone = arrival.comesAgain();
            waitingBytes.addAndGet(gone ? -arrival.message().payload().length : 0);
            return gone;
        });
    }

    private void carry() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Arrival next = arrivals.take();
                try {
                    carry(next);
                } finally {
                    waitingBytes.addAndGet(-next.message().payload().length);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("{} messages left to the broker", arrivals.size());
        }
    }

    private void carry(Arrival arrival) throws InterruptedException {
        while (!intake.ready()) {
            TimeUnit.MILLISECONDS.sleep(ROOM_MS);
        }
        if (arrival.comesAgain()) {
            return;
        }
        try {
            handOver(arrival);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.atError().setCause(e).log("Intake failed on {} bytes; connecting again to get them once more",
                    arrival.message().payload().length);
            failed = arrival.message();
            arrival.connection().abandon();
        }
    }

    private void handOver(Arrival arrival) {
        Message message = arrival.message();
        if (message.payload().length > bounds.maxPayloadBytes()) {
            intake.refuse("", message, Reject.TOO_LARGE,
                    "payload: " + message.payload().length + " bytes, at most " + bounds.maxPayloadBytes(), arrival);
        } else if (failedBefore(message)) {
            intake.refuse("", message, Reject.INTERNAL, "the intake failed on it twice", arrival);
            failed = null;
        } else {
            intake.accept("", message, arrival);
        }
    }

    private boolean failedBefore(Message message) {
        Message before = failed;
        return before != null && before.topic().equals(message.topic())
                && Arrays.equals(before.payload(), message.payload());
    }

    /** Ends it; what it still holds stays at the broker. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
