package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import id.siaga.ingest.registry.Registry;

/** Five thousand devices come back in the same second: all are let in, and those already there hardly notice. */
@Timeout(180)
class ReconnectStormTest {

    private static final int DEVICES = 5_000;
    private static final String TOPIC = "city/flood/awlr-p2c/telemetry";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Queue<RawClient> connected = new ConcurrentLinkedQueue<>();
    private final CountDownLatch left = new CountDownLatch(DEVICES);
    /** How many TCP handshakes are under way at once; the listen queue of the kernel is not what is measured. */
    private final Semaphore dialling = new Semaphore(500);

    @Test
    void allAreLetInAtAPaceThatSparesThoseAlreadyConnected() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            database.execute(
                    """
                    INSERT INTO telemetry.device (device_id, kind, name, status, secret_sha256, mount_mm)
                    SELECT id, 'flood', id, 'active', decode('%s', 'hex'), 11000
                    FROM (SELECT 'storm-' || n AS id FROM generate_series(1, %d) AS n UNION SELECT 'awlr-p2c') AS ids"""
                            .formatted(HexFormat.of().formatHex(Registry.digest(RunningIngest.SECRET)), DEVICES));
            try (RunningIngest ingest = new RunningIngest(database);
                    RawClient gauge = RawClient.connected(ingest, "awlr-p2c", 60)) {
                List<Long> quiet = acks(gauge, 0, 200);
                Instant began = Instant.now();
                Thread storm = Thread.ofPlatform().start(() -> connectAll(ingest));
                List<Long> stormy = new ArrayList<>();
                while (left.getCount() > 0) {
                    stormy.addAll(acks(gauge, quiet.size() + stormy.size(), 20));
                }
                Duration took = Duration.between(began, Instant.now());
                storm.join();
                System.out.printf("storm: %d connected in %d ms; PUBACK p99 before %.1f ms, during %.1f ms%n",
                        connected.size(), took.toMillis(), p99(quiet), p99(stormy));
                assertThat(connected).hasSize(DEVICES);
                assertThat(took).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(30));
                assertThat(p99(stormy)).isLessThan(1_000);
                Eventually.until("the metric says so", () -> ingest.metrics()
                        .contains("siaga_device_connections{listener=\"plain\"} " + (DEVICES + 1)));
            } finally {
                connected.forEach(RawClient::close);
            }
        }
    }

    private void connectAll(RunningIngest ingest) {
        for (int i = 1; i <= DEVICES; i++) {
            String device = "storm-" + i;
            Thread.ofVirtual().start(() -> connect(ingest, device));
        }
        try {
            assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect(RunningIngest ingest, String device) {
        try {
            dialling.acquireUninterruptibly();
            RawClient client = new RawClient(ingest.port());
            client.connect(device, device, 600);
            dialling.release();
            if (client.read(4)[3] == 0) {
                connected.add(client);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            left.countDown();
        }
    }

    /** Nanoseconds from each publish to its PUBACK, one after the other. */
    private List<Long> acks(RawClient gauge, int from, int messages) throws Exception {
        List<Long> took = new ArrayList<>(messages);
        for (int i = from + 1; i <= from + messages; i++) {
            long sent = System.nanoTime();
            gauge.publish(TOPIC, i % 60_000 + 1, level(now.minusMillis(600_000L - i), 9_000));
            gauge.read(4);
            took.add(System.nanoTime() - sent);
        }
        return took;
    }

    private static double p99(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) (sorted.size() * 0.99)) / 1e6;
    }
}
