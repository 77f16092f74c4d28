package id.siaga.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.simulator.device.Moment;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.scenario.Scenarios;
import id.siaga.simulator.Simulation;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A simulated device does what it is asked and says so, over real MQTT. */
class ObedienceTest {

    private final SimulatedDevice device = new Simulation(Scenarios.DEMO, 1, 10, null, Map.of()).build().getFirst();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void itChangesItsPaceRestartsAndAnswers() throws Exception {
        Vertx vertx = Vertx.vertx();
        BlockingQueue<MqttEndpoint> listening = new LinkedBlockingQueue<>();
        MqttServer server = MqttServer.create(vertx).endpointHandler(endpoint -> admit(endpoint, listening));
        int port = server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS)
                .actualPort();
        try (Fleet fleet = Fleet.start(new Endpoint("127.0.0.1", port), List.of(new Enrolled(device, "x")), 10)) {
            MqttEndpoint first = listening.poll(10, TimeUnit.SECONDS);
            ask(first, "{\"v\":1,\"id\":\"7\",\"cmd\":\"interval\",\"args\":{\"interval_s\":77}}");
            until("status", "\"interval\":77");
            until("event", "\"type\":\"command.done\",\"attrs\":{\"id\":\"7\"}");
            ask(first, "{\"v\":1,\"id\":\"8\",\"cmd\":\"explode\",\"args\":{}}");
            until("event", "\"type\":\"command.failed\",\"attrs\":{\"id\":\"8\",");
            ask(first, "{\"v\":1,\"id\":\"9\",\"cmd\":\"reboot\",\"args\":{}}");
            until("event", "\"type\":\"command.done\",\"attrs\":{\"id\":\"9\"}");
            MqttEndpoint second = listening.poll(10, TimeUnit.SECONDS);
            assertThat(second).as("back after its restart").isNotNull();
            ask(second, "{\"v\":1,\"id\":\"9\",\"cmd\":\"reboot\",\"args\":{}}");
            until("event", "\"type\":\"command.done\",\"attrs\":{\"id\":\"9\"}");
            assertThat(fleet.tally().connects()).as("what came again is not done again").isEqualTo(2);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void itsNumbersGoOnAtAnotherPace() {
        Instant start = Instant.parse("2026-11-21T00:00:00Z");
        Moment moment = new Moment(start, start);
        for (int i = 0; i < 5; i++) {
            moment = new Moment(start, device.nextReport(moment));
        }
        assertThat(sequence(device, moment)).isEqualTo(5);
        SimulatedDevice slower = device.every(Duration.ofSeconds(77), moment);
        Moment next = new Moment(start, slower.nextReport(moment));
        assertThat(next.now()).isEqualTo(moment.now().plusSeconds(77));
        assertThat(sequence(slower, next)).isEqualTo(6);
    }

    private static long sequence(SimulatedDevice device, Moment moment) {
        String payload = new String(device.transmit(moment).getFirst(), StandardCharsets.UTF_8);
        return Long.parseLong(payload.replaceFirst(".*\"seq\":([0-9]+).*", "$1"));
    }

    private void admit(MqttEndpoint endpoint, BlockingQueue<MqttEndpoint> listening) {
        endpoint.publishAutoAck(true).publishHandler(message -> said.add(message.topicName() + " "
                + message.payload().toString(StandardCharsets.UTF_8)));
        endpoint.subscribeHandler(subscribe -> {
            endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttSubAckReasonCode.GRANTED_QOS1),
                    MqttProperties.NO_PROPERTIES);
            listening.add(endpoint);
        });
        endpoint.accept(false);
    }

    private void ask(MqttEndpoint endpoint, String payload) {
        endpoint.publish(device.profile().topic("cmd"), Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
    }

    private void until(String leaf, String part) throws InterruptedException {
        String heard = "";
        while (!(heard.startsWith(device.profile().topic(leaf)) && heard.contains(part))) {
            String next = said.poll(10, TimeUnit.SECONDS);
            assertThat(next).as(leaf + " with " + part + ", last " + heard).isNotNull();
            heard = next;
        }
    }
}
