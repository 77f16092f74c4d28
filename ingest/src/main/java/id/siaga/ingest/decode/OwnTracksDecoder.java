package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * OwnTracks phones and, through qtripp, Queclink trackers: one object or an array of them, told apart by
 * {@code _type}. Only named members are read, so network names, faces and people's names never leave here. Of an array
 * the usable objects are taken; it is refused when none is usable (owntracks/booklet, "JSON").
 */
final class OwnTracksDecoder implements Decoder {

    private static final int OBJECTS = 1000;
    private static final Set<String> UNINTERESTING = Set.of("waypoint", "waypoints", "status", "card", "steps",
            "beacon",
            "cmd", "configuration", "dump", "request");

    static final Set<String> TYPES = Stream
            .concat(UNINTERESTING.stream(), Stream.of("location", "transition", "lwt", "encrypted"))
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public Decoded decode(Message message, Route route) {
        if (message.payload().length == 0) {
            return new Decoded.Ignored("an empty payload clears a retained message");
        }
        try {
            JsonNode root = Json.tree(message.payload(), Json.DOCUMENT_LIMIT);
            Decoded decoded = report(message, route.deviceId(), objects(root));
            return decoded instanceof Decoded.Report report ? report.keeping(OwnTracksKept.of(root)) : decoded;
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static List<JsonNode> objects(JsonNode root) throws Refused {
        if (root.size() > OBJECTS && root.isArray()) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, root.size() + " objects, at most " + OBJECTS);
        }
        return root.isArray() ? root.valueStream().toList() : List.of(root);
    }

    private static Decoded report(Message message, String device, List<JsonNode> objects) throws Refused {
        Findings findings = new Findings(message);
        objects.forEach(findings::take);
        return findings.isEmpty() ? findings.nothing() : findings.report(device, key(objects));
    }

    private static String type(JsonNode object) throws Refused {
        return Json.text(object.get("_type")).orElseThrow(() -> Refused.shape("_type is missing"));
    }

    /** The app queues and repeats: one fix is one time and one place. */
    private static @Nullable String key(List<JsonNode> objects) throws Refused {
        JsonNode only = objects.get(0);
        return objects.size() == 1 && type(only).equals("location")
                ? only.path("tst").asText() + "," + only.path("lat").asText() + "," + only.path("lon").asText()
                : null;
    }

    /** What the objects of one message add up to. */
    private static final class Findings {

        private final Message message;
        private final List<Sample> samples = new ArrayList<>();
        private final List<DeviceEvent> events = new ArrayList<>();
        private @Nullable Presence presence;
        private @Nullable Refused refused;

        Findings(Message message) {
            this.message = message;
        }

        void take(JsonNode object) {
            try {
                read(type(object), object);
            } catch (Refused fault) {
                refused = refused == null ? fault : refused;
            }
        }

        boolean isEmpty() {
            return samples.isEmpty() && events.isEmpty() && presence == null;
        }

        Decoded report(String device, @Nullable String key) {
            return new Decoded.Report(device, null, key, samples, events, presence);
        }

        Decoded nothing() {
            return refused == null ? new Decoded.Ignored("nothing measured, nothing happened") : refused.rejected();
        }

        private void read(String type, JsonNode object) throws Refused {
            switch (type) {
                case "location" -> samples.add(OwnTracksLocation.sample(message, object));
                case "transition" -> events.add(OwnTracksLocation.transition(message, object));
                case "lwt" -> presence = new Presence(Presence.State.OFFLINE, Presence.Cause.DEATH, null);
                case "encrypted" ->
                    throw new Refused(Reject.ENCRYPTED, "encrypted by the app, only its user has the key");
                case String other when UNINTERESTING.contains(other) -> {
                }
                default -> throw Refused.shape("_type is not one of OwnTracks");
            }
        }
    }
}
