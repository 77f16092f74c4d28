package id.siaga.simulator.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import id.siaga.simulator.fleet.Endpoint;

/** The yardstick: a QoS 1 subscriber that acknowledges what it gets and does nothing with it but count. */
final class PlainSubscriber implements MqttCallback, AutoCloseable {

    private static final long PATIENCE_MS = 10_000;
    private static final int RECEIVE_MAXIMUM = 65_535;

    private final LongAdder received = new LongAdder();
    private final MqttAsyncClient client;

    PlainSubscriber(Endpoint broker, String filter) throws MqttException {
        client = new MqttAsyncClient("tcp://" + broker.host() + ":" + broker.port(), "bench-plain-subscriber",
                new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        client.connect(options).waitForCompletion(PATIENCE_MS);
        client.subscribe(filter, 1).waitForCompletion(PATIENCE_MS);
    }

    /** Messages a second that reach it, from the first publication until the last is received. */
    static double messagesPerSecond(Scale scale, Endpoint broker) throws MqttException, InterruptedException {
        Map<String, String> devices = new LinkedHashMap<>();
        for (int i = 0; i < scale.devices(); i++) {
            devices.put("bench-plain-" + i, "");
        }
        try (PlainSubscriber subscriber = new PlainSubscriber(broker, "city/+/+/telemetry");
                Load load = new Load(devices, BrokerBench.EVENT_LOOPS, broker)) {
            BrokerBench.tell("plain subscriber, warm-up");
            subscriber.rate(load, scale.window(), scale.phase().dividedBy(4));
            BrokerBench.tell("plain subscriber");
            return subscriber.rate(load, scale.window(), scale.phase());
        }
    }

    private double rate(Load load, int window, Duration phase) throws InterruptedException {
        long before = received.sum();
        long start = System.nanoTime();
        load.closed(window, phase);
        long deadline = System.nanoTime() + BrokerBench.DRAINED_WITHIN.toNanos();
        while (received.sum() < load.acked() && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        return (received.sum() - before) * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        received.increment();
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        // Seen as a count that stands still.
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // Seen as a count that stands still.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Nothing is published here.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The constructor waits for it.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // No extended authentication is asked for.
    }

    @Override
    public void close() throws MqttException {
        client.disconnectForcibly(0, PATIENCE_MS, true);
        client.close(true);
    }
}
