package id.siaga.ingest.decode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * Traccar's {@code position}. Speed arrives in knots, {@code hours} in milliseconds. An {@code outdated} position
 * repeats the last fix to carry something else, an alarm perhaps: what it carries is taken, the place is not.
 */
record TraccarPosition(Members position) {

    /** What speaks of the vehicle; drivers, cards and free text do not. */
    static final Keep KEPT = KeptMembers.none().words("protocol").texts("deviceTime", "fixTime", "serverTime")
            .numbers("outdated", "valid", "latitude", "longitude", "altitude", "accuracy", "speed", "course")
            .with("attributes", KeptMembers.none().texts("alarm").numbers("archive", "motion", "odometer",
                    "totalDistance", "distance", "tripOdometer", "sat", "hdop", "hours", "power", "battery",
                    "batteryLevel", "charge", "fuel", "deviceTemp", "ignition", "door", "rssi", "temp1", "temp2",
                    "temp3", "temp4"));

    private static final double MPS_PER_KNOT = 1852 / 3600.0;
    private static final double S_PER_MS = 0.001;
    private static final int TEMPERATURES = 4;
    private static final int ALARMS = 16;
    private static final String PANIC = "panic";

    Sample sample(Message message) throws Refused {
        Clocks clocks = clocks(message);
        int archived = attributes().truth("archive").orElse(false) ? Flag.HISTORICAL.bit() : 0;
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | archived, readings().list(),
                outdated() ? null : fix());
    }

    /** A tracker's report is known by its time: the server's id is 0 until it is saved. */
    @Nullable
    String key() {
        return position.text(outdated() || !valid() ? "deviceTime" : "fixTime").orElse(null);
    }

    /** One event for each alarm the position came with. */
    List<DeviceEvent> alarms(Sample sample) {
        return alarmWords().map(word -> new DeviceEvent("alarm." + word, sample.observedAt(), sample.timeSource(),
                sample.flags() | Flag.DEVICE_ALARM.bit(), Map.of("alarm", word))).toList();
    }

    /**
     * The time of the fix. Without one it stands still, and what is told then would repeat itself; a rolled-over
     * receiver dates it wrongly, and the tracker's own clock may still be right.
     */
    private Clocks clocks(Message message) throws Refused {
        Instant device = instant("deviceTime");
        Instant fix = outdated() || !valid() ? device : instant("fixTime");
        boolean impossible = fix != null && device != null && !Clocks.believable(fix, message.receivedAt());
        Clocks clocks = Clocks.choose(message, impossible || fix == null ? device : fix, null,
                instant("serverTime"));
        return impossible
                ? new Clocks(clocks.observedAt(), clocks.source(), clocks.flags() | Flag.CLOCK_BAD.bit())
                : clocks;
    }

    private @Nullable Instant instant(String member) throws Refused {
        Optional<String> text = position.text(member);
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant).orElse(null);
        } catch (DateTimeParseException e) {
            throw Refused.shape("position." + member + " is not a time with an offset");
        }
    }

    private Position fix() throws Refused {
        OptionalDouble latitude = position.number("latitude");
        OptionalDouble longitude = position.number("longitude");
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw new Refused(Reject.NO_POSITION, "position.latitude or position.longitude is not a number");
        }
        Position fix = Position.of(latitude.getAsDouble(), longitude.getAsDouble(), boxed(position.number("altitude")),
                boxed(position.positive("accuracy")));
        return valid()
                ? fix
                : new Position(fix.latitude(), fix.longitude(), fix.altitude(), fix.accuracy(),
                        fix.flags() | Flag.NO_FIX.bit());
    }

    private Gathered readings() {
        Gathered readings = new Gathered();
        if (!outdated()) {
            moved(readings);
        }
        vehicle(readings);
        alarmWords().findFirst().ifPresent(word -> readings.word("vehicle.alarm", "", Optional.of(word)));
        return readings;
    }

    /** What follows from the fix, and is as old as it. */
    private void moved(Gathered readings) {
        int doubt = valid() ? 0 : Flag.NO_FIX.bit();
        readings.number("speed", "", position.number("speed"), MPS_PER_KNOT, doubt);
        position.number("course").ifPresent(
                course -> readings.number("course", "", OptionalDouble.of(course % 360), 1, doubt));
        readings.truth("moving", attributes().truth("motion"));
        readings.number("odometer.total", first("odometer", "totalDistance"));
        readings.number("odometer.trip", attributes().number("tripOdometer"));
        readings.number("position.satellites", attributes().number("sat"));
        readings.number("position.hdop", attributes().number("hdop"));
    }

    private void vehicle(Gathered readings) {
        Members attributes = attributes();
        readings.number("engine.time", attributes.number("hours"), S_PER_MS);
        readings.number("supply.voltage", attributes.number("power"));
        readings.number("battery.voltage", attributes.number("battery"));
        readings.number("battery.level", attributes.number("batteryLevel"));
        readings.truth("battery.charging", attributes.truth("charge"));
        readings.number("fuel.volume", attributes.number("fuel"));
        readings.number("device.temperature", attributes.number("deviceTemp"));
        readings.truth("ignition", attributes.truth("ignition"));
        readings.truth("door.open", attributes.truth("door"));
        attributes.number("rssi").ifPresent(rssi -> readings.number(rssi < 0 ? "link.rssi" : "gsm.level",
                OptionalDouble.of(rssi)));
        for (int i = 1; i <= TEMPERATURES; i++) {
            readings.number("probe.temperature", Integer.toString(i), attributes.number("temp" + i), 1, 0);
        }
    }

    /** The alarms as words, the panic button first. */
    private Stream<String> alarmWords() {
        return attributes().text("alarm").stream().flatMap(list -> Stream.of(list.split(","))).limit(ALARMS)
                .map(TraccarPosition::alarm).filter(word -> !word.isEmpty()).distinct()
                .sorted((a, b) -> Boolean.compare(b.equals(PANIC), a.equals(PANIC)));
    }

    /** The words that rules know, where Traccar (class Position) has others. */
    static String alarm(String name) {
        return switch (name.strip()) {
            case "sos" -> PANIC;
            case "accident" -> "crash";
            case "tampering" -> "tamper";
            default -> Dotted.snake(name);
        };
    }

    private OptionalDouble first(String member, String otherwise) {
        OptionalDouble value = attributes().number(member);
        return value.isPresent() ? value : attributes().number(otherwise);
    }

    private Members attributes() {
        return position.in("attributes");
    }

    private boolean valid() {
        return position.truth("valid").orElse(true);
    }

    private boolean outdated() {
        return position.truth("outdated").orElse(false);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
