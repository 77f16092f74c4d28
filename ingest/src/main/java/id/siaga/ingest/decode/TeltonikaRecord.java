package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Sample;

/**
 * One record of a tracker: named members for the fix, AVL numbers for the rest (the vendor's list of parameters). Any
 * of them may be a number or its text. Voltages are in mV, time in epoch milliseconds.
 */
record TeltonikaRecord(Members reported) {

    /** Everything that is read, and nothing else: among the vendor's thousand parameters are tags, SIMs and beacons. */
    private static final Keep KEPT = KeptMembers.none().texts("latlng").numbers("ts", "pr", "alt", "ang", "sat", "sp",
            "evt", "1", "2",
            "3", "4", "6", "9", "16", "17", "18", "19", "21", "66", "67", "69", "72", "73", "74", "113", "179", "180",
            "181", "182", "199", "239", "240", "246", "247", "249", "252", "253", "254", "255", "303", "380");
    private static final double MILLI = 0.001;
    private static final double TENTH = 0.1;
    private static final double TWO_TO_THE_32 = 0x1p32;
    private static final double LATEST_MS = 253_402_300_799_999.0;
    /** Dallas probes: not ready, read error, not connected, wrong id. */
    private static final Set<Double> NO_PROBE = Set.of(850.0, 2000.0, 3000.0, 4000.0, 5000.0);

    Sample sample(Message message) throws Refused {
        Clocks clocks = Clocks.choose(message, time(), null, null);
        Position fix = new TeltonikaFix(reported).position();
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
        document.putObject("state").set("reported", KEPT.of(reported.object()));
        return document;
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

    private Gathered readings(@Nullable Position fix) {
        Gathered readings = new Gathered();
        new TeltonikaFix(reported).readings(readings, fix);
        vehicle(readings);
        inputs(readings);
        return readings;
    }

    private void vehicle(Gathered readings) {
        readings.number("supply.voltage", reported.number("66"), MILLI);
        readings.number("battery.voltage", reported.number("67"), MILLI);
        readings.number("battery.level", reported.number("113"));
        readings.truth("ignition", reported.truth("239"));
        readings.truth("moving", reported.truth("240").or(() -> reported.truth("303")));
        readings.number("odometer.total", reported.number("16"));
        readings.number("odometer.trip", reported.number("199"));
        readings.number("gsm.level", reported.number("21"));
        readings.word("vehicle.alarm", "", new TeltonikaEvents(reported).alarm());
    }

    private void inputs(Gathered readings) {
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
    private void acceleration(Gathered readings, String axis, String parameter) {
        reported.number(parameter).ifPresent(raw -> readings.number("acceleration", axis,
                OptionalDouble.of(raw > Short.MAX_VALUE && raw <= 0xFFFF ? (short) raw : raw), 1, 0));
    }

    private static void probe(Gathered readings, String number, OptionalDouble raw) {
        raw.ifPresent(word -> {
            double tenths = word > Integer.MAX_VALUE ? word - TWO_TO_THE_32 : word;
            readings.number("probe.temperature", number, OptionalDouble.of(tenths), TENTH,
                    NO_PROBE.contains(tenths) ? Flag.SENTINEL.bit() : 0);
        });
    }
}
