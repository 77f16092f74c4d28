package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Sample;

/**
 * One record of a tracker: named members for the fix, AVL numbers for the rest (the vendor's list of parameters). Any
 * of them may be a number or its text. Speed is in km/h, voltages in mV, DOP in tenths, time in epoch milliseconds.
 */
record TeltonikaRecord(Members reported) {

    /** Everything that is read, and nothing else: among the vendor's thousand parameters are tags, SIMs and beacons. */
    private static final Set<String> KEPT = Set.of("ts", "pr", "latlng", "alt", "ang", "sat", "sp", "evt", "1", "2",
            "3", "4", "6", "9", "16", "17", "18", "19", "21", "66", "67", "69", "72", "73", "74", "113", "179", "180",
            "181", "182", "199", "239", "240", "246", "247", "249", "252", "253", "254", "255", "303", "380");
    private static final double MPS_PER_KMH = 1 / 3.6;
    private static final double MILLI = 0.001;
    private static final double TENTH = 0.1;
    private static final int LEAST_SATELLITES = 3;
    private static final int GOOD_SATELLITES = 4;
    private static final int GNSS_FIX = 1;
    private static final int PANIC_PRIORITY = 2;
    private static final double LATEST_MS = 253_402_300_799_999.0;
    /** Dallas probes: not ready, read error, not connected, wrong id. */
    private static final Set<Double> NO_PROBE = Set.of(850.0, 2000.0, 3000.0, 4000.0, 5000.0);
    private static final Map<String, String> EVENTS = Map.of("246", "vehicle.towing", "247", "vehicle.crash", "249",
            "vehicle.jamming", "252", "vehicle.unplugged", "253", "vehicle.harsh_driving", "255",
            "vehicle.overspeed");
    private static final List<String> FIX_WORDS = List.of("off", "fix", "none", "sleep");

    Sample sample(Message message) throws Refused {
        Clocks clocks = Clocks.choose(message, time(), null, null);
        Position fix = fix();
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings(fix).list(), fix);
    }

    /** A burst repeats itself when an acknowledgement got lost: one record is one time. */
    @Nullable
    String key() {
        OptionalDouble at = reported.positive("ts");
        return at.isPresent() ? Long.toString((long) at.getAsDouble()) : null;
    }

    /** The document with what may be stored. */
    JsonNode kept() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("state").set("reported", ((ObjectNode) reported.object()).deepCopy().retain(KEPT));
        return document;
    }

    /** What the record was written for: its {@code evt}, or what stands in a record without one. */
    List<DeviceEvent> events(Sample sample) {
        List<DeviceEvent> events = new ArrayList<>();
        EVENTS.forEach((parameter, type) -> {
            if (caused(parameter)) {
                events.add(event(type, sample, attributes(parameter)));
            }
        });
        if (panic()) {
            events.add(event("vehicle.panic", sample, Map.of()));
        }
        return events;
    }

    private static DeviceEvent event(String type, Sample sample, Map<String, String> attributes) {
        return new DeviceEvent(type, sample.observedAt(), sample.timeSource(),
                sample.flags() | Flag.DEVICE_ALARM.bit(), attributes);
    }

    private boolean caused(String parameter) {
        OptionalDouble cause = reported.number("evt");
        boolean named = cause.isEmpty() || cause.getAsDouble() == Integer.parseInt(parameter);
        return named && reported.positive(parameter).isPresent();
    }

    private Map<String, String> attributes(String parameter) {
        Map<String, String> attributes = new TreeMap<>();
        reported.text(parameter).or(() -> Optional.of(reported.object().path(parameter).asText()))
                .ifPresent(value -> attributes.put("value", value));
        if (parameter.equals("253")) {
            reported.number("254").ifPresent(strength -> attributes.put("strength", Double.toString(strength)));
        }
        return attributes;
    }

    private boolean panic() {
        return reported.number("pr").orElse(0) == PANIC_PRIORITY;
    }

    private @Nullable Instant time() throws Refused {
        if (!reported.has("ts")) {
            return null;
        }
        OptionalDouble millis = reported.number("ts");
        if (millis.isEmpty() || millis.getAsDouble() < 0 || millis.getAsDouble() > LATEST_MS) {
            throw Refused.shape("state.reported.ts is not a time in milliseconds since 1970");
        }
        return Instant.ofEpochMilli((long) millis.getAsDouble());
    }

    /** Null where the receiver had none: it then writes zeros. */
    private @Nullable Position fix() throws Refused {
        Optional<String> text = reported.text("latlng");
        if (text.isEmpty()) {
            return null;
        }
        String[] pair = text.get().split(",", -1);
        OptionalDouble latitude = Printed.plain(pair[0]);
        OptionalDouble longitude = pair.length == 2 ? Printed.plain(pair[1]) : OptionalDouble.empty();
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw Refused.shape("state.reported.latlng is not \"latitude,longitude\"");
        }
        if (latitude.getAsDouble() == 0 && longitude.getAsDouble() == 0) {
            return null;
        }
        OptionalDouble altitude = reported.number("alt");
        Position fix = Position.of(latitude.getAsDouble(), longitude.getAsDouble(),
                altitude.isPresent() ? altitude.getAsDouble() : null, null);
        return new Position(fix.latitude(), fix.longitude(), fix.altitude(), null, fix.flags() | trust());
    }

    private int trust() {
        double satellites = reported.number("sat").orElse(GOOD_SATELLITES);
        if (satellites < LEAST_SATELLITES || reported.number("69").orElse(GNSS_FIX) != GNSS_FIX) {
            return Flag.NO_FIX.bit();
        }
        return satellites < GOOD_SATELLITES ? Flag.LOW_ACCURACY.bit() : 0;
    }

    private Readings readings(@Nullable Position fix) {
        Readings readings = new Readings();
        if (fix != null) {
            int doubt = fix.flags() & Flag.NO_FIX.bit();
            readings.number("speed", "", reported.number("sp"), MPS_PER_KMH, doubt);
            reported.number("ang").ifPresent(
                    course -> readings.number("course", "", OptionalDouble.of(course % 360), 1, doubt));
            readings.number("position.hdop", reported.positive("182"), TENTH);
            readings.number("position.pdop", reported.positive("181"), TENTH);
        }
        readings.number("position.satellites", reported.number("sat"));
        readings.word("position.fix", "", fixWord());
        vehicle(readings);
        inputs(readings);
        return readings;
    }

    private Optional<String> fixWord() {
        OptionalDouble status = reported.number("69");
        return status.isPresent() && status.getAsDouble() >= 0 && status.getAsDouble() < FIX_WORDS.size()
                ? Optional.of(FIX_WORDS.get((int) status.getAsDouble()))
                : Optional.empty();
    }

    private void vehicle(Readings readings) {
        readings.number("supply.voltage", reported.number("66"), MILLI);
        readings.number("battery.voltage", reported.number("67"), MILLI);
        readings.number("battery.level", reported.number("113"));
        readings.truth("ignition", reported.truth("239"));
        readings.truth("moving", reported.truth("240").or(() -> reported.truth("303")));
        readings.number("odometer.total", reported.number("16"));
        readings.number("odometer.trip", reported.number("199"));
        readings.number("gsm.level", reported.number("21"));
        if (panic()) {
            readings.word("vehicle.alarm", "", Optional.of("panic"));
        }
    }

    private void inputs(Readings readings) {
        acceleration(readings, "x", "17");
        acceleration(readings, "y", "18");
        acceleration(readings, "z", "19");
        readings.number("analog.input", "1", reported.number("9"), MILLI, 0);
        readings.number("analog.input", "2", reported.number("6"), MILLI, 0);
        for (int i = 1; i <= 4; i++) {
            readings.truth("digital.input", Integer.toString(i), reported.truth(Integer.toString(i)));
        }
        readings.truth("digital.output", "1", reported.truth("179"));
        readings.truth("digital.output", "2", reported.truth("180"));
        readings.truth("digital.output", "3", reported.truth("380"));
        for (int i = 1; i <= 3; i++) {
            probe(readings, Integer.toString(i), reported.number(Integer.toString(71 + i)));
        }
    }

    /** Two's complement of 16 bits where the firmware passes the raw word on. */
    private void acceleration(Readings readings, String axis, String parameter) {
        reported.number(parameter).ifPresent(raw -> readings.number("acceleration", axis,
                OptionalDouble.of(raw > Short.MAX_VALUE && raw <= 0xFFFF ? (short) raw : raw), 1, 0));
    }

    private static void probe(Readings readings, String number, OptionalDouble raw) {
        raw.ifPresent(tenths -> readings.number("probe.temperature", number, raw, TENTH,
                NO_PROBE.contains(tenths) ? Flag.SENTINEL.bit() : 0));
    }
}
