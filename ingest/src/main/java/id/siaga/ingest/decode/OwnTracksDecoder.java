package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    /** What the objects of one message add up to. */
    private record Findings(List<Sample> samples, List<DeviceEvent> events) {
    }

    @Override
    public Decoded decode(Message message, Route route) {
        if (message.payload().length == 0) {
            return new Decoded.Ignored("an empty payload clears a retained message");
        }
        try {
            return report(message, route.deviceId(), objects(Json.tree(message.payload(), Json.DOCUMENT_LIMIT)));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static List<JsonNode> objects(JsonNode root) throws Refused {
        if (root.size() > OBJECTS && root.isArray()) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, root.size() + " objects, at most " + OBJECTS);
        }
        return root.isArray() ? List.copyOf(root.valueStream().toList()) : List.of(root);
    }

    private static Decoded report(Message message, String device, List<JsonNode> objects) throws Refused {
        Findings findings = new Findings(new ArrayList<>(), new ArrayList<>());
        Presence presence = null;
        Refused first = null;
        boolean known = false;
        for (JsonNode object : objects) {
            try {
                known |= !read(message, object, findings);
                presence = type(object).equals("lwt")
                        ? new Presence(Presence.State.OFFLINE, Presence.Cause.DEATH, null)
                        : presence;
            } catch (Refused refused) {
                first = first == null ? refused : first;
            }
        }
        if (findings.samples().isEmpty() && findings.events().isEmpty() && presence == null) {
            return nothing(first, known);
        }
        return new Decoded.Report(device, null, key(objects), findings.samples(), findings.events(), presence);
    }

    private static Decoded nothing(@Nullable Refused first, boolean known) throws Refused {
        if (first != null) {
            throw first;
        }
        return new Decoded.Ignored(known ? "configuration or personal data, nothing measured" : "an empty array");
    }

    /** Whether the object said something about the device. */
    private static boolean read(Message message, JsonNode object, Findings findings) throws Refused {
        String type = type(object);
        switch (type) {
            case "location" -> findings.samples().add(OwnTracksLocation.sample(message, object));
            case "transition" -> findings.events().add(OwnTracksLocation.transition(message, object));
            case "lwt" -> {
            }
            case "encrypted" -> throw new Refused(Reject.ENCRYPTED, "encrypted by the app, the key is the user's");
            default -> {
                if (!UNINTERESTING.contains(type)) {
                    throw Refused.shape("_type is not one of OwnTracks");
                }
                return false;
            }
        }
        return true;
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
}
