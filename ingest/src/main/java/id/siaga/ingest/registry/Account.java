package id.siaga.ingest.registry;

import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * What one sender may publish, whichever door it uses. The topic is the identity: a device speaks for itself; a topic
 * that names nobody is for quarantine. Belongs to one connection or request; not thread-safe.
 */
public final class Account {

    private static final Logger LOG = LoggerFactory.getLogger(Account.class);

    /** Why a door does not take a message; it goes to quarantine undecoded. */
    public record Objection(Reject reason, Refusal refusal, String detail) {
    }

    /** What the platform itself says lies below; nobody else publishes there. */
    public static final String PLATFORM_TOPICS = "city/audit/";
    private static final int LEVELS = 4;
    private static final Set<String> TOLD = Set.of("receipt", "cmd");

    private final Device device;
    private final Doorkeeper doorkeeper;
    private final int maxPayloadBytes;
    private final String remote;
    private String ownTopic = "";

    Account(Device device, Doorkeeper doorkeeper, int maxPayloadBytes, String remote) {
        this.device = device;
        this.doorkeeper = doorkeeper;
        this.maxPayloadBytes = maxPayloadBytes;
        this.remote = remote;
    }

    /** The authenticated user name. */
    public String principal() {
        return device.deviceId();
    }

    /** {@code TOO_LARGE} or {@code NOT_PERMITTED}; empty when the message may pass. Each is noted. */
    public Optional<Objection> objection(Message message) {
        return noted(message.topic(), look(message));
    }

    /**
     * {@code NOT_PERMITTED}, asked by a broker that delivers what it lets pass, to anybody: there a topic that names
     * nobody is nobody's, and what is told to a device is not for devices to say. Each is noted.
     */
    public Optional<Objection> objection(String topic) {
        Optional<Objection> objection = look(topic);
        return noted(topic, objection.isPresent() || doorkeeper.routes().match(topic).isPresent()
                ? objection
                : Optional.of(new Objection(Reject.NOT_PERMITTED, Refusal.NOBODYS_TOPIC, "topic: names no device")));
    }

    private Optional<Objection> noted(String asked, Optional<Objection> objection) {
        objection.ifPresent(no -> {
            String topic = doorkeeper.routes().withoutSecret(asked);
            LOG.atWarn().addKeyValue("deviceId", principal()).addKeyValue("topic", topic)
                    .addKeyValue("why", no.detail()).log("A publication was refused");
            doorkeeper.refused(principal(), no.refusal(), asked, remote);
        });
        return objection;
    }

    private Optional<Objection> look(Message message) {
        int bytes = message.payload().length;
        if (bytes > maxPayloadBytes) {
            return Optional.of(new Objection(Reject.TOO_LARGE, Refusal.PAYLOAD_TOO_LARGE,
                    "payload: " + bytes + " bytes, at most " + maxPayloadBytes));
        }
        return look(message.topic());
    }

    private Optional<Objection> look(String topic) {
        if (topic.startsWith("$")) {
            return Optional.of(new Objection(Reject.NOT_PERMITTED, Refusal.RESERVED_TOPIC,
                    "topic: $ is the broker's own"));
        }
        if (topic.startsWith(PLATFORM_TOPICS)) {
            return Optional.of(new Objection(Reject.NOT_PERMITTED, Refusal.RESERVED_TOPIC,
                    "topic: " + PLATFORM_TOPICS + " is the platform's own"));
        }
        return mayPublish(topic)
                ? Optional.empty()
                : Optional.of(new Objection(Reject.NOT_PERMITTED, Refusal.OTHERS_TOPIC,
                        "topic: " + principal() + " may not publish for another device"));
    }

    /** Most senders have one topic, which is matched once. A child may get another uplink, so those are asked for anew. */
    private boolean mayPublish(String topic) {
        if (topic.equals(ownTopic)) {
            return true;
        }
        Optional<Route> route = doorkeeper.routes().match(topic);
        if (route.isEmpty()) {
            return true;
        }
        String spoken = route.get().deviceId();
        if (spoken.equals(principal())) {
            ownTopic = topic;
        }
        return device.speaksFor(spoken, () -> doorkeeper.registry().known(spoken));
    }

    /** Whether it may subscribe to this: what is said to it alone, {@code city/{kind}/{device}/receipt} and {@code …/cmd}. */
    public boolean maySubscribe(String filter) {
        String[] levels = filter.split("/", -1);
        return isOwnNode(filter)
                || (levels.length == LEVELS && levels[0].equals("city") && Kind.ofWord(levels[1]).isPresent()
                        && levels[2].equals(principal()) && TOLD.contains(levels[LEVELS - 1]));
    }

    /** {@code spBv1.0/{group}/NCMD/{node}} of the Sparkplug node that it is, by its id or one of its other names. */
    public boolean isOwnNode(String filter) {
        String[] levels = filter.split("/", -1);
        return levels.length == LEVELS && levels[0].equals("spBv1.0") && levels[2].equals("NCMD")
                && principal().equals(doorkeeper.registry().deviceId(levels[1] + "/" + levels[LEVELS - 1]));
    }

    /** A subscription that was not granted, for the record. */
    public void notGranted(String filter) {
        doorkeeper.refused(principal(), Refusal.SUBSCRIPTION, filter, remote);
    }

    /** The connection is ended for what it sent. */
    public void violated(Refusal what, String detail) {
        doorkeeper.refused(principal(), what, detail, remote);
    }
}
