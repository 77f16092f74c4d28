package id.siaga.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Rebirth;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Tells Sparkplug edge nodes to be born again, each at most once in a while however often it is asked for: a node whose
 * every message cannot be understood is told once, not once a message. What finds no way out is tried at the next tick.
 */
public final class RebirthRequests implements Rebirth, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RebirthRequests.class);

    /**
     * @param every a node is told at most once in this time
     * @param tick how soon a request leaves
     * @param nodes requests remembered at once; more are dropped and asked for again by the node's next message
     */
    public record Policy(Duration every, Duration tick, int nodes) {

        public static Policy defaults() {
            return new Policy(Duration.ofSeconds(60), Duration.ofSeconds(1), 2_000);
        }
    }

    private final Policy policy;
    private final Clock clock;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<String, Instant> told = new LinkedHashMap<>();
    private final List<BiPredicate<String, byte[]>> ways = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService ticks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("rebirths").daemon().factory());

    public RebirthRequests(Policy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    public void start() {
        var unused = ticks.scheduleWithFixedDelay(this::tell, policy.tick().toMillis(), policy.tick().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** @param way publishes a payload on a topic without waiting, or says no */
    public void through(BiPredicate<String, byte[]> way) {
        ways.add(way);
    }

    @Override
    public synchronized void ask(String group, String node) {
        if (wanted.size() < policy.nodes()) {
            wanted.add("spBv1.0/" + group + "/NCMD/" + node);
        }
    }

    void tell() {
        for (String topic : due(clock.instant())) {
            try {
                if (ways.stream().anyMatch(way -> way.test(topic, payload(clock.instant())))) {
                    told(topic, clock.instant());
                }
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).addKeyValue("topic", topic).log("A node was not asked for its birth");
            }
        }
    }

    /** What was asked for and not told lately; what was told lately is dropped, the node's answer is on its way. */
    private synchronized List<String> due(Instant now) {
        told.values().removeIf(at -> at.plus(policy.every()).isBefore(now));
        wanted.removeAll(told.keySet());
        return new ArrayList<>(wanted);
    }

    private synchronized void told(String topic, Instant now) {
        wanted.remove(topic);
        told.put(topic, now);
        LOG.atInfo().addKeyValue("topic", topic).log("Asked a Sparkplug node for its birth");
    }

    /** A Sparkplug payload with one metric: {@code Node Control/Rebirth}, Boolean, true. */
    static byte[] payload(Instant now) {
        byte[] name = "Node Control/Rebirth".getBytes(StandardCharsets.US_ASCII);
        ByteBuf metric = Unpooled.buffer().writeByte(0x0A).writeByte(name.length).writeBytes(name)
                .writeByte(0x20).writeByte(11).writeByte(0x70).writeByte(1);
        ByteBuf payload = Unpooled.buffer().writeByte(0x08);
        long millis = now.toEpochMilli();
        for (; millis > 0x7F; millis >>>= 7) {
            payload.writeByte((int) ((millis & 0x7F) | 0x80));
        }
        payload.writeByte((int) millis).writeByte(0x12).writeByte(metric.readableBytes()).writeBytes(metric);
        byte[] bytes = new byte[payload.readableBytes()];
        payload.readBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
