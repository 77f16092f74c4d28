package id.siaga.simulator.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One device that sends a hundred times its quota, until it is closed. */
final class Flood implements AutoCloseable {

    /** Messages a second the device is allowed. */
    static final int QUOTA = 20;
    private static final int TIMES = 100;

    /**
     * What became of it.
     *
     * @param sent messages that left the device
     * @param admitted those of them that Siaga stored and acknowledged meanwhile
     * @param held how often Siaga reported that it did not read a socket because of a quota
     */
    record Fate(long sent, long admitted, long held) {

        static final Fate NOTHING = new Fate(0, 0, 0);

        Fate plus(Fate other) {
            return new Fate(sent + other.sent, admitted + other.admitted, held + other.held);
        }
    }

    private final Bed bed;
    private final double heldBefore;
    private final Load load;
    private final Thread sender;

    private Flood(Bed bed, Map<String, String> device, Duration duration) throws IOException, InterruptedException {
        this.bed = bed;
        this.heldBefore = held();
        this.load = new Load(device, 1, bed.target().mqtt());
        this.sender = Thread.ofPlatform().name("flood").start(() -> send(duration));
    }

    static Flood start(Bed bed, Map<String, String> device, Duration duration)
            throws IOException, InterruptedException {
        return new Flood(bed, device, duration);
    }

    private void send(Duration duration) {
        try {
            load.open(TIMES * QUOTA, duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What became of it so far. */
    Fate fate() throws IOException, InterruptedException {
        long admitted = load.acked();
        return new Fate(admitted + load.waiting(), admitted, Math.round(held() - heldBefore));
    }

    private double held() throws IOException, InterruptedException {
        return bed.metrics().sum("siaga_throttled_total", "");
    }

    /** Whatever is still unanswered is not waited for. */
    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        load.close();
    }
}
