package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;

/** The native event: {@code {"v":1,"ts":1737378463457,"type":"door.forced","severity":"major","attrs":{"by":"magnet"}}}. */
final class CityEventDecoder implements Decoder {

    private static final int TYPE_CHARS = 64;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            String device = City.device(route);
            JsonNode came = City.envelope(message, device);
            JsonNode root = Privacy.without(came);
            String id = Json.text(root.get("id")).orElse(null);
            Decoded.Report report = new Decoded.Report(device, Json.whole(root, "seq"), id, List.of(),
                    List.of(event(message, root)), null);
            return Privacy.keeping(report, came, root);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static DeviceEvent event(Message message, JsonNode root) throws Refused {
        Clocks clocks = Clocks.choose(message, instant(Json.whole(root, "ts")), null, null);
        return new DeviceEvent(type(root), clocks.observedAt(), clocks.source(),
                clocks.flags() | City.simulated(message) | flags(root.get("q")), attributes(root));
    }

    private static String type(JsonNode root) throws Refused {
        String type = Json.text(root.get("type")).orElse("");
        if (type.isBlank() || type.length() > TYPE_CHARS) {
            throw Refused.shape("type is not a word of 1 to 64 characters");
        }
        return type;
    }

    private static Map<String, String> attributes(JsonNode root) {
        Map<String, String> attributes = new TreeMap<>();
        JsonNode attrs = root.path("attrs");
        attrs.fieldNames().forEachRemaining(name -> {
            if (attrs.path(name).isValueNode() && !attrs.path(name).isNull()) {
                attributes.put(name, attrs.path(name).asText());
            }
        });
        Json.text(root.get("severity")).ifPresent(severity -> attributes.put("severity", severity));
        return attributes;
    }

    private static int flags(@Nullable JsonNode names) {
        int flags = 0;
        if (names != null) {
            for (JsonNode name : names) {
                flags |= Flag.named(name.asText()).map(Flag::bit).orElse(0);
            }
        }
        return flags;
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
