package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.Eventually;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

class AdmissionTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> admitted = Collections.synchronizedList(new ArrayList<>());
    private final List<Admission> doors = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aBurstAtOnceThenAtItsRateInTheOrderTheyCame() throws Exception {
        Admission admission = new Admission(vertx, new AdmissionConfig(100, 10, 1_000, Duration.ofMillis(10)),
                new SimpleMeterRegistry(), Tags.empty());
        long began = System.nanoTime();
        for (int i = 0; i < 60; i++) {
            int number = i;
            assertThat(admission.enter(() -> admitted.add(number))).isTrue();
        }
        assertThat(admitted).hasSizeBetween(10, 30);
        Eventually.until("all are in", () -> admitted.size() == 60);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(450));
        assertThat(admitted).isEqualTo(IntStream.range(0, 60).boxed().toList());
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void whoFindsNoPlaceIsTurnedAwayAtOnce() throws Exception {
        Admission admission = new Admission(vertx, new AdmissionConfig(1, 1, 2, Duration.ofMillis(10)),
                new SimpleMeterRegistry(), Tags.empty());
        assertThat(IntStream.range(0, 5).mapToObj(i -> admission.enter(() -> admitted.add(i))).toList())
                .containsExactly(true, true, true, false, false);
    }

    @Test
    void eachListenerShowsWhoWaitsBeforeItself() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        for (String listener : List.of("plain", "tls")) {
            Admission admission = new Admission(vertx, new AdmissionConfig(1, 1, 9, Duration.ofHours(1)), meters,
                    Tags.of("listener", listener));
            doors.add(admission);
            IntStream.range(0, listener.length()).forEach(i -> admission.enter(() -> admitted.add(i)));
        }
        assertThat(doors).extracting(Admission::waiting).containsExactly(4, 2);
        assertThat(meters.get("siaga.connections.waiting").tag("listener", "plain").gauge().value()).isEqualTo(4);
        assertThat(meters.get("siaga.connections.waiting").tag("listener", "tls").gauge().value()).isEqualTo(2);
    }
}
