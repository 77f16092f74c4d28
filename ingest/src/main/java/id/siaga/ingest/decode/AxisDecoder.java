package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Sample;

/**
 * Axis cameras with the vendor's own event payload, {@code {"timestamp":…,"topic":"onvif:Device/axis:Sensor/PIR",
 * "message":{"source":{},"key":{},"data":{}}}}. Truths arrive as {@code "0"} and {@code "1"}. Faults become readings,
 * everything else an event with its state; no other value is taken, for it may be a plate or a card.
 */
final class AxisDecoder implements Decoder {

    private static final double LATEST_MS = 253_402_300_799_999.0;
    private static final List<String> STATES = List.of("state", "active", "failed", "disruption", "tampering",
            "triggered", "ready", "recording", "sensor_level", "State", "Failed", "Critical");
    private static final Keep KEPT = KeptMembers.none().numbers("timestamp", "connected").texts("topic")
            .with("message", KeptMembers.none().with("source", CameraSource.KEPT)
                    .with("data", KeptMembers.none().all(STATES, Keep.NUMBER)));

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            String device = route.deviceId();
            JsonNode root = KEPT.of(Json.object(message.payload(), Json.DOCUMENT_LIMIT));
            if (device.isEmpty()) {
                throw Refused.shape("topic: no level names the camera");
            }
            Decoded.Report report = message.topic().endsWith("/event/connection")
                    ? connection(root, device)
                    : event(message, root, device);
            return report.keeping(Json.bytes(root));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded.Report connection(JsonNode root, String device) throws Refused {
        boolean connected = new Members(root).truth("connected")
                .orElseThrow(() -> Refused.shape("connected is neither true nor false"));
        Presence presence = connected
                ? new Presence(Presence.State.ONLINE, Presence.Cause.EXPLICIT, null)
                : new Presence(Presence.State.OFFLINE, Presence.Cause.WILL, null);
        return new Decoded.Report(device, null, null, List.of(), List.of(), presence);
    }

    private static Decoded.Report event(Message message, JsonNode root, String device) throws Refused {
        Optional<String> topic = new Members(root).text("topic");
        JsonNode said = root.path("message");
        if (topic.isEmpty() || !said.isObject() || !said.path("data").isObject()) {
            throw Refused.shape("topic or message.data is missing: not an Axis event");
        }
        Clocks clocks = Clocks.choose(message, time(root), null, null);
        AxisTopic words = AxisTopic.of(topic.get());
        String component = CameraSource.component(said.path("source"));
        Optional<Boolean> state = state(Members.of(said, "data"));
        Optional<CameraHealth.Meaning> health = CameraHealth.of(words.last());
        return health.isPresent() && state.isPresent()
                ? report(device, clocks, new Gathered().truth(health.get().metric(), component,
                        state.map(health.get()::value)))
                : report(device, clocks, words.type(), component, state);
    }

    private static @Nullable Instant time(JsonNode root) {
        OptionalDouble millis = new Members(root).positive("timestamp");
        return millis.isPresent() && millis.getAsDouble() <= LATEST_MS
                ? Instant.ofEpochMilli((long) millis.getAsDouble())
                : null;
    }

    private static Optional<Boolean> state(Members data) {
        return STATES.stream().map(data::truth).flatMap(Optional::stream).findFirst();
    }

    private static Decoded.Report report(String device, Clocks clocks, Gathered readings) {
        Sample sample = new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings.list(), null);
        return new Decoded.Report(device, null, null, List.of(sample), List.of(), null);
    }

    private static Decoded.Report report(String device, Clocks clocks, String type, String component,
            Optional<Boolean> state) {
        Map<String, String> attributes = new TreeMap<>();
        state.ifPresent(value -> attributes.put("state", value.toString()));
        if (!component.isEmpty()) {
            attributes.put("component", component);
        }
        return new Decoded.Report(device, null, null, List.of(), List.of(
                new DeviceEvent(type, clocks.observedAt(), clocks.source(), clocks.flags(), attributes)), null);
    }
}
