package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** The far side of the door: keeps what arrives, tells no ack by itself and can be full. */
@SuppressWarnings("MissingOverride")
final class Collector implements Intake {

    record Taken(Message message, Ack ack, String refused) {

        String text() {
            return new String(message.payload(), StandardCharsets.UTF_8);
        }

        void stored() {
            ack.tell(Ack.Outcome.STORED);
        }
    }

    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final Semaphore room;

    private Collector(Semaphore room) {
        this.room = room;
    }

    static Collector roomy() {
        return new Collector(new Semaphore(Integer.MAX_VALUE));
    }

    static Collector full() {
        return new Collector(new Semaphore(0));
    }

    void makeRoom() {
        room.release(Integer.MAX_VALUE);
    }

    public boolean ready() {
        return room.availablePermits() > 0;
    }

    public void accept(String principal, Message message, Ack ack) {
        keep(new Taken(message, ack, ""));
    }

    private void keep(Taken each) {
        try {
            room.acquire();
            taken.add(each);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void refuse(String principal, Message message, Reject reason, String detail, Ack ack) {
        keep(new Taken(message, ack, reason.name()));
    }

    Taken next() throws InterruptedException {
        Taken next = taken.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no message within 20 s");
        }
        return next;
    }

    int waiting() {
        return taken.size();
    }
}
