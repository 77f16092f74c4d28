package id.siaga.ingest.registry;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * What one sender may publish, whichever door it uses. The topic is the identity: a device speaks for itself; a topic
 * that names nobody is for quarantine. Belongs to one connection or request; not thread-safe.
 */
public final class Account {

    private static final Logger LOG = LoggerFactory.getLogger(Account.class);

    /** Why a door does not take a message; it goes to quarantine undecoded. */
    public record Objection(Reject reason, String detail) {
    }

    private final Device device;
    private final Routes routes;
    private final int maxPayloadBytes;
    private String ownTopic = "";

    /** @param maxPayloadBytes a larger payload is objected to */
    public Account(Device device, Routes routes, int maxPayloadBytes) {
        this.device = device;
        this.routes = routes;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** The authenticated user name. */
    public String principal() {
        return device.deviceId();
    }

    /** {@code TOO_LARGE} or {@code NOT_PERMITTED}; empty when the message may pass. */
    public Optional<Objection> objection(Message message) {
        int bytes = message.payload().length;
        if (bytes > maxPayloadBytes) {
            return Optional.of(new Objection(Reject.TOO_LARGE,
                    "payload: " + bytes + " bytes, at most " + maxPayloadBytes));
        }
        if (isOwn(message.topic())) {
            return Optional.empty();
        }
        LOG.atWarn().addKeyValue("deviceId", principal()).addKeyValue("topic", routes.withoutSecret(message.topic()))
                .log("A device spoke for another");
        return Optional.of(new Objection(Reject.NOT_PERMITTED,
                "topic: " + principal() + " may not publish for another device"));
    }

    /** Most senders have one topic, which is matched once. */
    private boolean isOwn(String topic) {
        if (topic.equals(ownTopic)) {
            return true;
        }
        Optional<Route> route = routes.match(topic);
        boolean own = route.isEmpty() || device.speaksFor(route.get().deviceId());
        ownTopic = own ? topic : ownTopic;
        return own;
    }
}
