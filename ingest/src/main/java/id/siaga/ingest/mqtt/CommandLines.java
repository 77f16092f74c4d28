package id.siaga.ingest.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Who listens for commands on a connection to this process. Any thread. */
public final class CommandLines {

    private final Map<String, List<Line>> lines = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);

    /** The way to a connected device. */
    @FunctionalInterface
    interface Outlet {

        /** Takes a payload and tells once what became of it; false, and nothing told, while one is on its way. */
        boolean send(byte[] payload, Consumer<Delivery> told);
    }

    /** Commands for the device go this way until the line is closed; the newest line of a device counts. */
    Line open(String deviceId, Outlet outlet) {
        Line line = new Line(deviceId, outlet);
        lines.compute(deviceId, (id, known) -> {
            List<Line> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(line);
            return all;
        });
        news.release();
        return line;
    }

    /** Whether the device listens here. */
    public boolean reach(String deviceId) {
        return lines.containsKey(deviceId);
    }

    /** As {@link Outlet#send}; false also when the device does not listen. */
    public boolean send(String deviceId, byte[] payload, Consumer<Delivery> told) {
        List<Line> all = lines.getOrDefault(deviceId, List.of());
        return !all.isEmpty() && all.getLast().outlet.send(payload, outcome -> {
            told.accept(outcome);
            news.release();
        });
    }

    /** Returns when a line was opened or an outcome told since the last call, at the latest after {@code most}. */
    public void awaitNews(Duration most) throws InterruptedException {
        if (news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** Ends the wait for news. */
    public void wake() {
        news.release();
    }

    /** One listener of one device. */
    final class Line implements AutoCloseable {

        private final String deviceId;
        private final Outlet outlet;

        private Line(String deviceId, Outlet outlet) {
            this.deviceId = deviceId;
            this.outlet = outlet;
        }

        @Override
        public void close() {
            lines.computeIfPresent(deviceId, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
