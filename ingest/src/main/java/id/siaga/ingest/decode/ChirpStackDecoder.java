package id.siaga.ingest.decode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * ChirpStack v4 MQTT integration, JSON, and v3's: one event of one LoRaWAN device a message, the event named by the topic
 * or by its shape (ChirpStack documentation, "Event types"). The device is its DevEUI in lower case.
 */
final class ChirpStackDecoder implements Decoder {

    private static final Pattern DEV_EUI = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Set<String> EVENTS = Set.of("up", "join", "ack", "txack", "log", "error", "status", "location",
            "integration");
    private static final List<String> LOG_MEMBERS = List.of("level", "code", "description", "type", "error");
    private static final int ATTRIBUTE_CHARS = 500;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode came = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
            JsonNode sent = LoraNames.without(came);
            JsonNode root = ChirpStackV3.wrote(sent) ? ChirpStackV3.modern(sent) : sent;
            String device = device(root, route);
            return Privacy.keeping(event(message, route, root, device), came, sent);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static String device(JsonNode root, Route route) throws Refused {
        String eui = Json.text(root.path("deviceInfo").get("devEui")).orElse("");
        if (!DEV_EUI.matcher(eui).matches()) {
            throw Refused.shape("deviceInfo.devEui is not 16 hex digits");
        }
        String topic = route.capture("device");
        if (!topic.isEmpty() && !topic.equalsIgnoreCase(eui)) {
            throw new Refused(Reject.ID_MISMATCH, "deviceInfo.devEui is not the device of the topic");
        }
        return eui.toLowerCase(Locale.ROOT);
    }

    private static Decoded event(Message message, Route route, JsonNode root, String device) throws Refused {
        String event = EVENTS.contains(route.capture("event")) ? route.capture("event") : shape(root);
        Clocks clocks = ChirpStackClocks.of(message, root);
        return switch (event) {
            case "up" -> report(device, event, root, ChirpStackUplink.samples(message, route, root, clocks), List.of())
                    .telling(new About().add(About.MODEL, root.path("deviceInfo").get("deviceProfileName"))
                            .addAll(ChirpStackUplink.about(route, root)).facts());
            case "status" -> report(device, event, root, status(root, clocks), List.of());
            case "location" -> report(device, event, root, location(root, clocks), List.of());
            case "log", "error" ->
                report(device, event, root, List.of(), List.of(happened("device.log", clocks, log(root))));
            case "join" -> report(device, event, root, List.of(), List.of(happened("device.join", clocks, Map.of())));
            case "ack", "txack", "integration" -> new Decoded.Ignored("ChirpStack " + event);
            default -> throw Refused.shape("no event of ChirpStack has this shape");
        };
    }

    private static String shape(JsonNode root) {
        if (root.has("integrationName")) {
            return "integration";
        }
        if (root.has("object") || root.has("data") || root.has("rxInfo")) {
            return "up";
        }
        if (root.has("margin") || root.has("batteryLevel")) {
            return "status";
        }
        if (root.has("location")) {
            return "location";
        }
        return root.has("level") && root.has("code") ? "log" : "";
    }

    private static Decoded.Report report(String device, String event, JsonNode root, List<Sample> samples,
            List<DeviceEvent> events) throws Refused {
        return new Decoded.Report(device, Json.whole(root, "fCnt"), key(device, event, root), samples, events, null);
    }

    /** One uplink's id also marks the status and join it caused, so only the uplink has it to itself. */
    private static @Nullable String key(String device, String event, JsonNode root) {
        String id = Json.text(root.get("deduplicationId")).orElse("");
        if (!id.isEmpty()) {
            return event.equals("up") ? id : event + "/" + id;
        }
        return event.equals("up") && root.has("fCnt")
                ? device + "/" + root.path("devAddr").asText() + "/" + root.path("fCnt").asText()
                : null;
    }

    private static List<Sample> status(JsonNode root, Clocks clocks) {
        Frame frame = Frame.empty();
        Json.number(root.get("margin")).ifPresent(margin -> frame.add("link.margin", margin));
        if (!root.path("batteryLevelUnavailable").asBoolean() && !root.path("externalPowerSource").asBoolean()) {
            Json.number(root.get("batteryLevel")).ifPresent(level -> frame.add("battery.level", level));
        }
        return frame.isEmpty() ? List.of() : List.of(sample(clocks, frame.readings(), null));
    }

    private static List<Sample> location(JsonNode root, Clocks clocks) throws Refused {
        JsonNode place = root.path("location");
        JsonNode latitude = place.path("latitude");
        JsonNode longitude = place.path("longitude");
        if (!place.isObject() || (Json.number(latitude).isEmpty() && Json.number(longitude).isEmpty())) {
            throw new Refused(Reject.NO_POSITION, "location has neither latitude nor longitude");
        }
        Position position = Position.of(latitude.asDouble(), longitude.asDouble(), measured(place.get("altitude")),
                measured(place.get("accuracy")));
        return List.of(sample(clocks, List.of(), position));
    }

    private static @Nullable Double measured(@Nullable JsonNode node) {
        return Json.number(node).isPresent() && node != null ? (Double) node.doubleValue() : null;
    }

    private static DeviceEvent happened(String type, Clocks clocks, Map<String, String> attributes) {
        return new DeviceEvent(type, clocks.observedAt(), clocks.source(), clocks.flags(), attributes);
    }

    private static Map<String, String> log(JsonNode root) {
        Map<String, String> attributes = new TreeMap<>();
        for (String member : LOG_MEMBERS) {
            Json.text(root.get(member)).ifPresent(
                    text -> attributes.put(member, text.substring(0, Math.min(ATTRIBUTE_CHARS, text.length()))));
        }
        return attributes;
    }

    private static Sample sample(Clocks clocks, List<Reading> readings, @Nullable Position position) {
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings, position);
    }
}
