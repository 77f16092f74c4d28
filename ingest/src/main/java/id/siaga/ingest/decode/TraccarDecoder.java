package id.siaga.ingest.decode;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;

/**
 * What a Traccar server forwards ({@code forward.type=mqtt} or {@code json}): {@code {position, device}} and
 * {@code {event, device, …}}, all devices on one topic. The tracker is {@code device.uniqueId}; the server's own ids
 * mean nothing here, and {@code device.status} is the server's view of now, not the position's.
 */
final class TraccarDecoder implements Decoder {

    /**
     * Without what the server knows of people (who drives, whom to call, where somebody lives), and without what
     * differs when it forwards the same position again.
     */
    private static final Keep KEPT = KeptMembers.none().with("position", TraccarPosition.KEPT)
            .with("event", TraccarEvent.KEPT).with("device", KeptMembers.none().texts("uniqueId"))
            .with("geofence", KeptMembers.none().numbers("id").texts("name"))
            .with("maintenance", KeptMembers.none().numbers("id").texts("name"));

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode root = KEPT.of(Json.object(message.payload(), Json.DOCUMENT_LIMIT));
            boolean event = root.path("event").isObject();
            if (!event && !root.path("position").isObject()) {
                throw Refused.shape("neither a position nor an event of Traccar");
            }
            String tracker = Members.of(root, "device").text("uniqueId")
                    .orElseThrow(() -> Refused.shape("device.uniqueId is missing"));
            Decoded decoded = event
                    ? new TraccarEvent(root).decoded(message, tracker)
                    : position(message, root.get("position"), tracker);
            return decoded instanceof Decoded.Report report ? report.keeping(Json.bytes(root)) : decoded;
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
}
