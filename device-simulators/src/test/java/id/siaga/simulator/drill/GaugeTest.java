package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import id.siaga.simulator.fleet.Endpoint;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;

/** How a gauge comes back, seen from the door it connects to. */
class GaugeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration CONNECT_WITHIN = Duration.ofMillis(300);
    /** So soon before the deadline of its connecting that this ends while the gauge waits to come back. */
    private static final long CLOSED_AFTER_MS = 260;
    private static final int CLOSED = 5;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final LongAccumulator mostOpen = new LongAccumulator(Math::max, 0);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void comesBackOnceForEachLossAndLeavesNothingUnanswered() throws Exception {
        Timetable timetable = new Timetable(Instant.now(), System.nanoTime(), 1, 200);
        Gauges gauges = connect(this::welcome, timetable);
        assertThat(Patience.of(PATIENCE).until(() -> connected.get() > CLOSED)).isTrue();
        timetable.end(System.nanoTime());
        assertThat(Patience.of(PATIENCE).until(() -> gauges.backlog(System.nanoTime()) == 0 && gauges.settled()))
                .isTrue();
        assertThat(mostOpen.get()).as("connections at once").isEqualTo(1);
        gauges.each(gauge -> assertThat(gauge.outbox().acked().cardinality()).isEqualTo(gauge.outbox().said()));
    }

    @Test
    void triesAgainWhereItsConnectIsNotAnswered() throws Exception {
        connect(endpoint -> {
            if (connected.incrementAndGet() > 1) {
                endpoint.accept();
            }
        }, new Timetable(Instant.now(), System.nanoTime(), 1, 1));
        assertThat(Patience.of(PATIENCE).until(() -> connected.get() > 1)).isTrue();
    }

    private void welcome(MqttEndpoint endpoint) {
        mostOpen.accumulate(open.incrementAndGet());
        endpoint.closeHandler(closed -> open.decrementAndGet());
        endpoint.publishHandler(message -> endpoint.publishAcknowledge(message.messageId()));
        endpoint.subscribeHandler(asked -> endpoint.subscribeAcknowledge(asked.messageId(),
                List.of(MqttQoS.AT_LEAST_ONCE)));
        endpoint.accept();
        if (connected.incrementAndGet() <= CLOSED) {
            vertx.setTimer(CLOSED_AFTER_MS, due -> endpoint.close());
        }
    }

    private Gauges connect(Handler<MqttEndpoint> welcome,
            Timetable timetable) throws InterruptedException {
        int port = MqttServer.create(vertx).endpointHandler(welcome).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join().actualPort();
        Gauges gauges = new Gauges(new Door(new Endpoint("127.0.0.1", port), CONNECT_WITHIN), timetable,
                List.of(new Identity(0, "gauge", "secret")));
        gauges.start(vertx, 1);
        return gauges;
    }
}
