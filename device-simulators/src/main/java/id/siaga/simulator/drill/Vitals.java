package id.siaga.simulator.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Looks at {@code /metrics} all the time, and remembers heap and queues. Usable from any thread. */
final class Vitals implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final double MB = 1024 * 1024;

    /**
     * One look.
     *
     * @param collections garbage collections since the process began
     * @param heapMb heap in use
     * @param queued messages waiting in lanes
     */
    record Sample(long nanos, long collections, long heapMb, long queued) {
    }

    /** Least and most; both 0 when nothing was seen. */
    record Range(long min, long max) {

        static final Range NONE = new Range(0, 0);
    }

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final URI metrics;
    private final Thread watcher;

    Vitals(URI base) {
        metrics = base.resolve("/metrics");
        watcher = Thread.ofVirtual().name("vitals").start(this::watch);
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() throws InterruptedException {
        try {
            String text = http.send(HttpRequest.newBuilder(metrics).timeout(WITHIN).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            samples.add(sample(text, System.nanoTime()));
        } catch (IOException e) {
            // It is down, which the drill itself brings about.
        }
    }

    /** Reads a Prometheus text. */
    static Sample sample(String text, long nanos) {
        return new Sample(nanos, (long) sum(text, line -> line.startsWith("jvm_gc_pause_seconds_count")),
                (long) (sum(text, line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                        / MB),
                (long) sum(text, line -> line.startsWith("siaga_lane_queue_depth")));
    }

    private static double sum(String text, Predicate<String> wanted) {
        return text.lines().filter(wanted)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Least and most heap in use right after collections, MB; of all looks when nothing was collected. */
    Range heap(long fromNanos, long toNanos) {
        List<Sample> seen = samples.stream().filter(each -> each.nanos() >= fromNanos && each.nanos() <= toNanos)
                .toList();
        LongSummaryStatistics collected = new LongSummaryStatistics();
        for (int i = 1; i < seen.size(); i++) {
            if (seen.get(i).collections() != seen.get(i - 1).collections()) {
                collected.accept(seen.get(i).heapMb());
            }
        }
        LongSummaryStatistics all = collected.getCount() > 0
                ? collected
                : seen.stream().mapToLong(Sample::heapMb).summaryStatistics();
        return all.getCount() == 0 ? Range.NONE : new Range(all.getMin(), all.getMax());
    }

    /** Most messages that waited in lanes at once. */
    long queuedMost() {
        return samples.stream().mapToLong(Sample::queued).max().orElse(0);
    }

    @Override
    public void close() {
        watcher.interrupt();
        http.shutdownNow();
    }
}
