package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;

/**
 * Payloads of no standard: an object, an array of objects or bare text, read through the field map that the route's
 * option {@code map} names or its options {@code field.…} make up. At most 64 KiB and 500 objects.
 */
final class FlatJsonDecoder implements Decoder {

    private static final int OBJECTS = 500;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            FieldMap map = FieldMaps.of(route);
            return message.payload().length == 0 ? deleted(map, route) : read(message, route, map);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded read(Message message, Route route, FieldMap map) throws Refused {
        JsonNode root = FlatText.bare(message.payload())
                && (map.takesText() || route.options().containsKey("separator"))
                        ? FlatText.object(message.payload(), route)
                        : Json.tree(message.payload(), City.LIMIT);
        if (Privacy.recognizes(root)) {
            throw Refused.shape("members of a format that speaks of people: it came down the wrong route");
        }
        List<JsonNode> objects = objects(root);
        Optional<String> claimed = map.device().flatMap(at -> Identity.at(objects.get(0), at));
        return new FlatReport(message, route, map).of(Identity.device(route, claimed), objects, List.of());
    }

    /** An empty retained message takes back what the topic said. */
    private static Decoded deleted(FieldMap map, Route route) throws Refused {
        return map.presence().isEmpty()
                ? new Decoded.Ignored("empty: the sender deleted its retained value")
                : new Decoded.Report(Identity.device(route, Optional.empty()), null, null, List.of(), List.of(),
                        new Presence(Presence.State.UNKNOWN, Presence.Cause.EXPLICIT, null));
    }

    private static List<JsonNode> objects(JsonNode root) throws Refused {
        if (root.isObject()) {
            return List.of(root);
        }
        if (root.size() > OBJECTS) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, root.size() + " objects, at most " + OBJECTS);
        }
        List<JsonNode> objects = new ArrayList<>();
        root.forEach(objects::add);
        if (objects.isEmpty() || !objects.stream().allMatch(JsonNode::isObject)) {
            throw Refused.shape("neither a JSON object nor an array of them");
        }
        return objects;
    }
}
