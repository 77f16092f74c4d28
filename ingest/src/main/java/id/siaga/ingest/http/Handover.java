package id.siaga.ingest.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Hands a request's messages over in their order, as room comes free; on a porter's thread. */
record Handover(Routes routes, Intake intake, HttpDoorConfig config) {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final long ROOM_POLL_NANOS = 2_000_000;

    /**
     * @param deadline of {@link System#nanoTime}
     * @return how many were handed over, always all
     * @throws Problem when there was no room for the rest in time; the sender sends all of them again
     */
    int carry(Device device, List<Message> messages, Receipt receipt, long deadline) {
        for (int i = 0; i < messages.size(); i++) {
            awaitRoom(deadline);
            deliver(device, messages.get(i), receipt.ack(i));
        }
        return messages.size();
    }

    private void awaitRoom(long deadline) {
        while (!intake.ready()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw Problem.busy(config.retryAfter());
            }
            LockSupport.parkNanos(ROOM_POLL_NANOS);
        }
    }

    private void deliver(Device device, Message message, Ack ack) {
        String sender = device.deviceId();
        if (message.payload().length > config.maxPayloadBytes()) {
            intake.refuse(sender, message, Reject.TOO_LARGE,
                    "payload: " + message.payload().length + " bytes, at most " + config.maxPayloadBytes(), ack);
        } else if (permitted(device, message.topic())) {
            intake.accept(sender, message, ack);
        } else {
            LOG.atWarn().addKeyValue("deviceId", sender).addKeyValue("topic", message.topic())
                    .log("A device spoke for another");
            intake.refuse(sender, message, Reject.NOT_PERMITTED,
                    "topic: " + sender + " may not publish for another device", ack);
        }
    }

    /** The topic is the identity: a device speaks for itself; a topic that names nobody is for quarantine. */
    private boolean permitted(Device device, String topic) {
        Optional<Route> route = routes.match(topic);
        return route.isEmpty() || device.speaksFor(route.get().deviceId());
    }
}
