package id.siaga.ingest.decode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * The Things Stack v3: uplink, join and location, told apart by their member (The Things Stack documentation, "Data
 * formats"). The device is its DevEUI in lower case; the name in the topic may be an older one.
 */
final class TtsDecoder implements Decoder {

    private static final Pattern DEV_EUI = Pattern.compile("[0-9a-fA-F]{16}");

    /** What else the application server publishes: the way of a downlink, its own trouble. */
    private static final List<String> OTHERS = List.of("downlink_ack", "downlink_nack", "downlink_sent",
            "downlink_failed", "downlink_queued", "downlink_queue_invalidated", "service_data");

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode came = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
            JsonNode root = LoraNames.without(came);
            JsonNode ids = root.path("end_device_ids");
            String eui = Json.text(ids.get("dev_eui")).orElse("");
            if (!DEV_EUI.matcher(eui).matches()) {
                throw Refused.shape("end_device_ids.dev_eui is not 16 hex digits");
            }
            return Privacy.keeping(event(message, route, root, eui.toLowerCase(Locale.ROOT)), came, root);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded event(Message message, Route route, JsonNode root, String device) throws Refused {
        if (root.path("uplink_message").isObject()) {
            return uplink(message, route, root, device);
        }
        int flags = root.path("simulated").asBoolean() ? Flag.SIMULATED.bit() : 0;
        Clocks clocks = TtsClocks.of(message, root, root);
        if (root.path("join_accept").isObject()) {
            DeviceEvent join = new DeviceEvent("device.join", clocks.observedAt(), clocks.source(),
                    clocks.flags() | flags, Map.of());
            return new Decoded.Report(device, null, key(root, device), List.of(), List.of(join), null);
        }
        if (root.path("location_solved").isObject()) {
            Sample sample = new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | flags, List.of(),
                    position(root.path("location_solved").path("location")));
            return new Decoded.Report(device, null, key(root, device), List.of(sample), List.of(), null);
        }
        if (OTHERS.stream().anyMatch(root::has)) {
            return new Decoded.Ignored("The Things Stack " + OTHERS.stream().filter(root::has).findFirst().orElse(""));
        }
        throw Refused.shape("no message of The Things Stack has this shape");
    }

    private static Decoded uplink(Message message, Route route, JsonNode root, String device) throws Refused {
        JsonNode uplink = root.path("uplink_message");
        Long counter = Json.whole(uplink, "f_cnt");
        return new Decoded.Report(device, counter, key(root, device), TtsUplink.samples(message, route, root),
                List.of(), null).telling(TtsUplink.about(route, uplink));
    }

    private static Position position(JsonNode place) throws Refused {
        if (Json.number(place.get("latitude")).isEmpty() && Json.number(place.get("longitude")).isEmpty()) {
            throw new Refused(Reject.NO_POSITION, "location_solved.location has neither latitude nor longitude");
        }
        return Position.of(place.path("latitude").asDouble(), place.path("longitude").asDouble(),
                measured(place.get("altitude")), measured(place.get("accuracy")));
    }

    private static @Nullable Double measured(@Nullable JsonNode node) {
        return node != null && Json.number(node).isPresent() ? (Double) node.doubleValue() : null;
    }

    /** The application server's id of the message; a copy through a packet broker has the same. */
    private static String key(JsonNode root, String device) {
        for (JsonNode id : root.path("correlation_ids")) {
            if (id.asText().startsWith("as:up:")) {
                return id.asText();
            }
        }
        JsonNode uplink = root.path("uplink_message");
        return device + "/" + uplink.path("session_key_id").asText() + "/" + uplink.path("f_cnt").asText("0");
    }
}
