package id.siaga.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import id.siaga.ingest.mqtt.SocketFlow.Stop;
import id.siaga.ingest.registry.Allowance;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Doorkeeper;
import io.vertx.core.Vertx;
import io.vertx.mqtt.messages.MqttPublishMessage;

/**
 * Lets one connection's publications through in their order. While the lanes are full, too many wait for their commit,
 * or the device has used up its quota, its socket is not read. Runs on the connection's event loop.
 */
final class Inflow {

    /** How soon those who found the lanes full look again. */
    static final long RETRY_MS = 2;

    private final Vertx vertx;
    private final int maxInFlight;
    private final Intake intake;
    private final Doorkeeper doorkeeper;
    private final Device device;
    private final Allowance allowance;
    private final SocketFlow flow;
    private final String remote;
    private final Consumer<MqttPublishMessage> deliver;
    private final Queue<MqttPublishMessage> held = new ArrayDeque<>();
    private int inFlight;

    /** @param deliver is given each publication when there is room for it; {@link #settled()} is to follow */
    Inflow(Doorway doorway, SocketFlow flow, Device device, String remote, Consumer<MqttPublishMessage> deliver) {
        this.vertx = doorway.vertx();
        this.maxInFlight = doorway.config().maxInFlight();
        this.intake = doorway.intake();
        this.doorkeeper = doorway.doorkeeper();
        this.device = device;
        this.allowance = doorkeeper.throttle().allowance(device);
        this.flow = flow;
        this.remote = remote;
        this.deliver = deliver;
    }

    void take(MqttPublishMessage message) {
        keepToQuota();
        if (held.isEmpty() && intake.ready()) {
            handOver(message);
            return;
        }
        held.add(message);
        if (held.size() == 1) {
            flow.stop(Stop.LANES_FULL);
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
        }
    }

    /** Of a device that sends too much only its own socket waits. */
    private void keepToQuota() {
        long pause = allowance.take(System.nanoTime());
        if (pause > 0 && !flow.stopped(Stop.OVER_QUOTA)) {
            flow.stop(Stop.OVER_QUOTA);
            doorkeeper.held(device, remote);
            vertx.setTimer(pause, over -> flow.go(Stop.OVER_QUOTA));
        }
    }

    private void retryHeld() {
        while (!held.isEmpty() && intake.ready()) {
            handOver(held.remove());
        }
        if (held.isEmpty()) {
            flow.go(Stop.LANES_FULL);
        } else {
            vertx.setTimer(RETRY_MS, retry -> retryHeld());
        }
    }

    private void handOver(MqttPublishMessage published) {
        if (++inFlight >= maxInFlight) {
            flow.stop(Stop.IN_FLIGHT);
        }
        try {
            deliver.accept(published);
        } catch (Error e) {
            // Never acknowledged, so the device brings it again; on this connection it would only hold a place.
            flow.cut();
            throw e;
        }
    }

    /** One of those let through is committed. */
    void settled() {
        inFlight--;
        if (inFlight <= maxInFlight / 2) {
            flow.go(Stop.IN_FLIGHT);
        }
    }
}
