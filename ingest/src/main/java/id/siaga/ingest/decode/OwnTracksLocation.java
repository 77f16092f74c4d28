package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** The two OwnTracks objects with a place in them. Speed arrives in km/h, pressure in kPa, odometer in km, −1 is unknown. */
final class OwnTracksLocation {

    private static final double KMH_PER_MS = 3.6;
    private static final double HPA_PER_KPA = 10;
    private static final double M_PER_KM = 1000;
    private static final long LATEST_EPOCH_S = 253_402_300_799L;

    private OwnTracksLocation() {
    }

    static Sample sample(Message message, JsonNode object) throws Refused {
        Clocks clocks = clocks(message, object);
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings(object), position(object));
    }

    static DeviceEvent transition(Message message, JsonNode object) throws Refused {
        String event = Json.text(object.get("event")).orElse("");
        if (!event.equals("enter") && !event.equals("leave")) {
            throw Refused.shape("event is neither enter nor leave");
        }
        Clocks clocks = clocks(message, object);
        return new DeviceEvent("geofence." + event, clocks.observedAt(), clocks.source(), clocks.flags(),
                attributes(object));
    }

    private static Map<String, String> attributes(JsonNode object) {
        Map<String, String> attributes = new TreeMap<>();
        new Members(object).text("desc").ifPresent(region -> attributes.put("region", region));
        number(object, "lat").ifPresent(latitude -> attributes.put("latitude", Double.toString(latitude)));
        number(object, "lon").ifPresent(longitude -> attributes.put("longitude", Double.toString(longitude)));
        return attributes;
    }

    private static Clocks clocks(Message message, JsonNode object) throws Refused {
        return Clocks.choose(message, fixTime(object), null, null);
    }

    /** Seconds since the epoch, a number or its text. Zero is an app that never had a fix. */
    private static @Nullable Instant fixTime(JsonNode object) throws Refused {
        if (!object.hasNonNull("tst")) {
            return null;
        }
        OptionalDouble seconds = number(object, "tst");
        if (seconds.isEmpty() || seconds.getAsDouble() <= 0 || seconds.getAsDouble() > LATEST_EPOCH_S) {
            throw Refused.shape("tst is not a time in seconds since 1970");
        }
        return Instant.ofEpochMilli(Math.round(seconds.getAsDouble() * 1000));
    }

    private static Position position(JsonNode object) throws Refused {
        OptionalDouble latitude = number(object, "lat");
        OptionalDouble longitude = number(object, "lon");
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw new Refused(Reject.NO_POSITION, "lat or lon is missing or not a number");
        }
        Position fix = Position.of(latitude.getAsDouble(), longitude.getAsDouble(), boxed(number(object, "alt")),
                boxed(positive(number(object, "acc"))));
        return repeated(object) ? stale(fix) : fix;
    }

    /** A ping repeats the last fix under the current time. */
    private static boolean repeated(JsonNode object) {
        return object.path("t").asText().equals("p");
    }

    private static Position stale(Position fix) {
        return new Position(fix.latitude(), fix.longitude(), fix.altitude(), fix.accuracy(),
                fix.flags() | Flag.STALE.bit());
    }

    private static List<Reading> readings(JsonNode object) {
        List<Reading> readings = new ArrayList<>();
        quantity(readings, "speed", known(number(object, "vel")), 1 / KMH_PER_MS);
        known(number(object, "cog"))
                .ifPresent(course -> quantity(readings, "course", OptionalDouble.of(course % 360), 1));
        quantity(readings, "battery.level", known(number(object, "batt")), 1);
        quantity(readings, "air.pressure", positive(number(object, "p")), HPA_PER_KPA);
        quantity(readings, "odometer.total", known(number(object, "odometer")), M_PER_KM);
        quantity(readings, "engine.time", known(number(object, "hmc")), 1);
        quantity(readings, "battery.voltage", known(number(object, "ubatt")), 1);
        quantity(readings, "supply.voltage", known(number(object, "uext")), 1);
        truth(readings, "ignition", object.get("ign"));
        charging(readings, object.path("bs").asInt());
        return readings;
    }

    private static void quantity(List<Reading> readings, String metric, OptionalDouble value, double factor) {
        value.ifPresent(v -> readings.add(Reading.of(Metric.named(metric), Value.of(v * factor), 0)));
    }

    private static void truth(List<Reading> readings, String metric, @Nullable JsonNode node) {
        if (node != null && (node.isBoolean() || node.isNumber())) {
            readings.add(Reading.of(Metric.named(metric), Value.of(node.asBoolean()), 0));
        }
    }

    /** 1 unplugged, 2 charging, 3 full; anything else says nothing. */
    private static void charging(List<Reading> readings, int state) {
        if (state >= 1 && state <= 3) {
            readings.add(Reading.of(Metric.named("battery.charging"), Value.of(state == 2), 0));
        }
    }

    private static OptionalDouble number(JsonNode object, String member) {
        JsonNode node = object.get(member);
        return node != null && node.isTextual() ? Printed.plain(node.textValue()) : Json.number(node);
    }

    private static OptionalDouble known(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() >= 0 ? value : OptionalDouble.empty();
    }

    private static OptionalDouble positive(OptionalDouble value) {
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
