package id.siaga.ingest.decode;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;

/**
 * What a Traccar server forwards ({@code forward.type=mqtt} or {@code json}): {@code {position, device}} and
 * {@code {event, device, …}}, all devices on one topic. The tracker is {@code device.uniqueId}; the server's own ids
 * mean nothing here, and {@code device.status} is the server's view of now, not the position's.
 */
final class TraccarDecoder implements Decoder {

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode root = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
            boolean event = root.path("event").isObject();
            if (!event && !root.path("position").isObject()) {
                throw Refused.shape("neither a position nor an event of Traccar");
            }
            String tracker = Members.of(root, "device").text("uniqueId")
                    .orElseThrow(() -> Refused.shape("device.uniqueId is missing"));
            Decoded decoded = event
                    ? new TraccarEvent(root).decoded(message, tracker)
                    : position(message, root.get("position"), tracker);
            return decoded instanceof Decoded.Report report ? report.keeping(Kept.of(impersonal(root))) : decoded;
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded position(Message message, JsonNode object, String tracker) throws Refused {
        TraccarPosition position = new TraccarPosition(new Members(object));
        Sample sample = position.sample(message);
        List<DeviceEvent> alarms = position.alarms(sample);
        if (sample.position() == null && sample.readings().isEmpty() && alarms.isEmpty()) {
            return new Decoded.Ignored("the last known position once more");
        }
        return new Decoded.Report(tracker, null, position.key(), List.of(sample), alarms, null);
    }

    /**
     * Without what the server knows of people (who drives, whom to call, where somebody lives), and without what
     * differs when it forwards the same position again.
     */
    private static JsonNode impersonal(JsonNode root) {
        ObjectNode kept = root.deepCopy();
        kept.retain("position", "event", "device", "geofence", "maintenance");
        retain(kept.path("device"), Set.of("uniqueId"));
        retain(kept.path("event").path("attributes"), Set.of("alarm", "speed", "speedLimit"));
        retain(kept.path("geofence"), Set.of("id", "name"));
        retain(kept.path("maintenance"), Set.of("id", "name"));
        if (kept.path("position") instanceof ObjectNode position) {
            position.remove(Set.of("id", "address", "network"));
            retain(position.path("attributes"), TraccarPosition.ATTRIBUTES);
        }
        return kept;
    }

    private static void retain(JsonNode node, Set<String> members) {
        if (node instanceof ObjectNode object) {
            object.retain(members);
        }
    }
}
