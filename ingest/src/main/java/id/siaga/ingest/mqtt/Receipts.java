package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Receipt;

/**
 * Tells devices that asked for it how far their messages are safe. Lanes offer after their commits; a thread passes on
 * the newest word of each device after its next message, also one that changes nothing: the word before may be lost. At
 * most once per {@code every}. Payload: docs/receipts.md.
 */
public final class Receipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final int VERSION = 1;

    private final Duration every;
    private final Map<String, List<Line>> lines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("receipts").daemon().factory());

    public Receipts(Duration every) {
        this.every = every;
    }

    /** Where nobody listens. */
    public static Receipts unwanted() {
        return new Receipts(Duration.ofDays(1));
    }

    public void start() {
        var unused = clock.scheduleWithFixedDelay(this::tell, every.toMillis(), every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whether anybody listens for this device. */
    public boolean wants(String deviceId) {
        return lines.containsKey(deviceId);
    }

    /** What is now true of a device; the newest counts. */
    public void offer(Receipt receipt) {
        lines.getOrDefault(receipt.deviceId(), List.of()).forEach(line -> line.latest = receipt);
    }

    /**
     * Passes a device's receipts on until the line is closed.
     *
     * @param outlet takes a payload, or says no and gets the newest one the next time
     */
    public Line open(String deviceId, Predicate<byte[]> outlet) {
        Line line = new Line(deviceId, outlet);
        lines.compute(deviceId, (id, known) -> {
            List<Line> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(line);
            return all;
        });
        return line;
    }

    /** One listener of one device. */
    public final class Line implements AutoCloseable {

        private final String deviceId;
        private final Predicate<byte[]> outlet;
        private volatile @Nullable Receipt latest;
        private @Nullable Receipt told;

        private Line(String deviceId, Predicate<byte[]> outlet) {
            this.deviceId = deviceId;
            this.outlet = outlet;
        }

        private void tell() {
            Receipt now = latest;
            if (now != null && !now.equals(told) && outlet.test(payload(now))) {
                told = now;
            }
        }

        @Override
        public void close() {
            lines.computeIfPresent(deviceId, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    private void tell() {
        lines.values().forEach(all -> all.forEach(line -> {
            try {
                line.tell();
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).addKeyValue("deviceId", line.deviceId).log("A receipt was not told");
            }
        }));
    }

    static byte[] payload(Receipt receipt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", VERSION).put("seq", receipt.through());
        if (receipt.from() != null) {
            json.put("from", receipt.from());
        }
        return json.put("session", receipt.session()).put("ts", receipt.at().toEpochMilli()).toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
