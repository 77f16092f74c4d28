package id.siaga.ingest.decode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;

/**
 * Traccar's {@code event} with the position and the region it refers to. Its time is the tracker's when a position
 * caused it, else the server's. What it says about the connection is the server's own timeout.
 */
record TraccarEvent(JsonNode root) {

    static final Keep KEPT = KeptMembers.none().words("type").texts("eventTime").numbers("id", "positionId").with(
            "attributes", KeptMembers.none().texts("alarm").numbers("speed", "speedLimit"));

    private static final double MPS_PER_KNOT = 1852 / 3600.0;
    /** What people wrote or commands answered: not the tracker's own, and personal. */
    private static final Set<String> NOT_TELEMETRY = Set.of("textMessage", "commandResult", "queuedCommandSent",
            "media", "driverChanged");
    private static final Map<String, String> TYPES = Map.of("geofenceExit", "geofence.leave", "alarm",
            "vehicle.alarm", "maintenance", "vehicle.maintenance");

    Decoded decoded(Message message, String tracker) throws Refused {
        String type = event().text("type").orElseThrow(() -> Refused.shape("event.type is missing"));
        if (NOT_TELEMETRY.contains(type)) {
            return new Decoded.Ignored(type + " is not telemetry");
        }
        Clocks clocks = clocks(message);
        DeviceEvent happened = new DeviceEvent(TYPES.getOrDefault(type, Dotted.dotted(type)), clocks.observedAt(),
                clocks.source(), clocks.flags() | (type.equals("alarm") ? Flag.DEVICE_ALARM.bit() : 0), attributes());
        return new Decoded.Report(tracker, null, key(), List.of(), List.of(happened), presence(type, clocks));
    }

    private Clocks clocks(Message message) throws Refused {
        Instant at = time();
        return event().positive("positionId").isPresent()
                ? Clocks.choose(message, at, null, null)
                : Clocks.choose(message, null, null, at);
    }

    private @Nullable Instant time() throws Refused {
        try {
            return event().text("eventTime").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant).orElse(null);
        } catch (DateTimeParseException e) {
            throw Refused.shape("event.eventTime is not a time with an offset");
        }
    }

    private @Nullable String key() {
        OptionalDouble id = event().positive("id");
        return id.isPresent() ? "event:" + Math.round(id.getAsDouble()) : null;
    }

    /** An event that waited says nothing about now. */
    private static @Nullable Presence presence(String type, Clocks clocks) {
        if (Flag.LATE.in(clocks.flags())) {
            return null;
        }
        return switch (type) {
            case "deviceOnline" -> new Presence(Presence.State.ONLINE, Presence.Cause.EXPLICIT, null);
            case "deviceOffline" -> new Presence(Presence.State.OFFLINE, Presence.Cause.TIMEOUT, null);
            case "deviceUnknown" -> new Presence(Presence.State.UNKNOWN, Presence.Cause.TIMEOUT, null);
            default -> null;
        };
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        Members said = event().in("attributes");
        said.text("alarm").ifPresent(alarm -> attributes.put("alarm", TraccarPosition.alarm(alarm)));
        said.number("speed").ifPresent(knots -> attributes.put("speed_mps", metresPerSecond(knots)));
        said.number("speedLimit").ifPresent(knots -> attributes.put("limit_mps", metresPerSecond(knots)));
        Members.of(root, "geofence").text("name").ifPresent(name -> attributes.put("region", name));
        Members.of(root, "maintenance").text("name").ifPresent(name -> attributes.put("maintenance", name));
        place(attributes);
        return attributes;
    }

    private void place(Map<String, String> attributes) {
        Members position = Members.of(root, "position");
        if (position.truth("valid").orElse(false)) {
            position.number("latitude").ifPresent(degrees -> attributes.put("latitude", Double.toString(degrees)));
            position.number("longitude").ifPresent(degrees -> attributes.put("longitude", Double.toString(degrees)));
        }
    }

    private Members event() {
        return Members.of(root, "event");
    }

    private static String metresPerSecond(double knots) {
        return Double.toString(Math.round(knots * MPS_PER_KNOT * 100) / 100.0);
    }
}
