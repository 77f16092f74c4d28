package id.siaga.ingest.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a lane has taken from its queue and not yet told the senders of. Senders are told in order, so what is untold is
 * always the rest. One thread.
 */
final class InHand {

    private final List<Parcel> parcels;
    private final int most;
    private int told;
    private int step;

    InHand(int most) {
        this.parcels = new ArrayList<>(most);
        this.most = most;
        this.step = most;
    }

    boolean done() {
        return told == parcels.size();
    }

    /** Takes what waits, at least one, unless nothing comes within the time. */
    void take(BlockingQueue<Parcel> queue, long waitMs) throws InterruptedException {
        drop();
        Parcel first = queue.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            parcels.add(first);
            queue.drainTo(parcels, most - 1);
        }
    }

    /** What to store next: all of it, or less after {@link #smaller()}. */
    List<Parcel> next() {
        return parcels.subList(told, Math.min(parcels.size(), told + step));
    }

    void told() {
        told++;
    }

    /** Halves the steps: less needs less memory and stack. */
    void smaller() {
        step = Math.max(1, step / 2);
    }

    boolean smallest() {
        return step == 1;
    }

    long bytes() {
        return parcels.stream().mapToLong(parcel -> parcel.message().payload().length).sum();
    }

    void drop() {
        parcels.clear();
        told = 0;
        step = most;
    }
}
