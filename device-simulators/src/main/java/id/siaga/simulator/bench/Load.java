package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import java.util.function.Function;
import java.util.function.Supplier;

import org.HdrHistogram.Histogram;

import id.siaga.simulator.fleet.Endpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * Many gauges on a few event loops. {@link #closed} finds the rate the system sustains: every PUBACK lets the next
 * message go. {@link #open} holds a rate whatever the answers do, and measures from when a message should have left.
 */
final class Load implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final long LONGEST_NANOS = 60_000_000_000L;
    private static final Duration READY = Duration.ofMillis(100);
    private static final int CONNECTING_AT_ONCE = 1_000;

    /** The devices of one event loop. */
    record Loop(Context context, List<LoadDevice> devices, Histogram latency) {
    }

    /** What a phase measured. */
    record Result(double messagesPerSecond, Histogram ackLatency) {
    }

    private final Vertx vertx;
    private final List<Loop> loops = new ArrayList<>();

    Load(Map<String, String> secrets, int eventLoops, Endpoint endpoint) throws InterruptedException {
        this.vertx = Vertx
                .vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true));
        List<String> ids = List.copyOf(secrets.keySet());
        for (int i = 0; i < eventLoops; i++) {
            loops.add(new Loop(vertx.getOrCreateContext(), new ArrayList<>(), new Histogram(LONGEST_NANOS, 3)));
        }
        List<Future<?>> connecting = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Loop loop = loops.get(i % eventLoops);
            LoadDevice device = new LoadDevice(vertx, ids.get(i), secrets.getOrDefault(ids.get(i), ""),
                    loop.latency());
            loop.devices().add(device);
            connecting.add(on(loop, () -> device.connect(endpoint.host(), endpoint.port())));
            if (connecting.size() == CONNECTING_AT_ONCE || i == ids.size() - 1) {
                await(Future.all(connecting).mapEmpty());
                connecting.clear();
            }
        }
    }

    private static Future<?> on(Loop loop, Supplier<Future<?>> work) {
        Promise<Object> done = Promise.promise();
        loop.context().runOnContext(now -> work.get().onSuccess(done::complete).onFailure(done::fail));
        return done.future();
    }

    List<LoadDevice> devices() {
        return loops.stream().flatMap(loop -> loop.devices().stream()).toList();
    }

    /** Keeps {@code window} messages of each device on their way for {@code duration}. */
    Result closed(int window, Duration duration) throws InterruptedException {
        long before = acked();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        for (Loop loop : loops) {
            loop.context().runOnContext(now -> loop.devices().forEach(device -> {
                device.onAcked(() -> sendBefore(end, device));
                for (int i = 0; i < window; i++) {
                    device.send(System.nanoTime());
                }
            }));
        }
        sleepUntil(end);
        double rate = (acked() - before) * 1e9 / (System.nanoTime() - start);
        drain();
        return new Result(rate, latency());
    }

    private static void sendBefore(long end, LoadDevice device) {
        long now = System.nanoTime();
        if (now < end) {
            device.send(now);
        }
    }

    /** Sends at {@code perSecond}, spread evenly over the devices and the time. */
    Result open(int perSecond, Duration duration) throws InterruptedException {
        long before = acked();
        // The pacers' threads start first: their start is not the system's latency.
        long start = System.nanoTime() + READY.toNanos();
        long total = perSecond * duration.toMillis() / 1_000;
        List<Thread> pacers = new ArrayList<>();
        for (Loop loop : loops) {
            loop.devices().forEach(device -> device.onAcked(() -> {
            }));
            Pace pace = new Pace(loop, start, 1_000_000_000L * loops.size() / perSecond, total / loops.size());
            pacers.add(Thread.ofPlatform().daemon().name("pace").start(pace::keep));
        }
        for (Thread pacer : pacers) {
            pacer.join();
        }
        drain();
        double rate = (acked() - before) * 1e9 / duration.toNanos();
        return new Result(rate, latency());
    }

    /** Sends each device's messages again that an earlier connection left unanswered, and waits for their PUBACKs. */
    void sendAgain(Function<String, List<Long>> deviceMillis) throws InterruptedException {
        for (Loop loop : loops) {
            await(on(loop, () -> {
                loop.devices().forEach(device -> device.sendAgain(deviceMillis.apply(device.deviceId())));
                return Future.succeededFuture();
            }));
        }
        drain();
    }

    /** Messages acknowledged so far, of all devices. */
    long acked() {
        return devices().stream().mapToLong(device -> device.acked().size()).sum();
    }

    /** Messages that left and are not acknowledged, of all devices. */
    long waiting() {
        return devices().stream().mapToLong(LoadDevice::waiting).sum();
    }

    /** Waits until every message on its way is acknowledged. */
    private void drain() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (waiting() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }

    private Histogram latency() throws InterruptedException {
        Histogram total = new Histogram(LONGEST_NANOS, 3);
        for (Loop loop : loops) {
            await(on(loop, () -> {
                total.add(loop.latency());
                loop.latency().reset();
                return Future.succeededFuture();
            }));
        }
        return total;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        long left = nanoTime - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private static void await(Future<?> future) throws InterruptedException {
        CompletableFuture<?> done = future.toCompletionStage().toCompletableFuture();
        try {
            done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load could not be set up: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
