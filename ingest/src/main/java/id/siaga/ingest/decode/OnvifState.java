package id.siaga.ingest.decode;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Properties and measurements: what an ONVIF device says is so. */
final class OnvifState {

    private static final double ZERO_CELSIUS_K = 273.15;
    private static final double S_PER_MS = 0.001;

    private OnvifState() {
    }

    static Readings readings(OnvifEvent event) throws Refused {
        OnvifTopic topic = event.topic();
        return switch (topic.first()) {
            case "Device" -> topic.level(1).equals("Sensor")
                    ? measured(topic.level(2), event.component(), event.data().number("Value"))
                    : health(event);
            case "VideoSource" -> health(event);
            case "Monitoring" -> monitoring(event);
            case "RecordingConfig" -> recording(event);
            case "Door" -> door(event);
            default -> new Readings();
        };
    }

    /** Metadata: the same sensors as the events, but the temperature in kelvin. */
    static Readings sensor(String quantity, Members sensor) {
        OptionalDouble value = sensor.number("Value");
        String id = sensor.text("@SensorID").orElse("");
        return quantity.equals("Temperature") && value.isPresent()
                ? measured(quantity, id, OptionalDouble.of(value.getAsDouble() - ZERO_CELSIUS_K))
                : measured(quantity, id, value);
    }

    private static Readings measured(String quantity, String sensor, OptionalDouble value) {
        return switch (quantity) {
            case "Temperature" -> new Readings().number("air.temperature", sensor, value, 1, 0);
            case "RelativeHumidity" -> new Readings().number("air.humidity", sensor, value, 1, 0);
            default -> new Readings();
        };
    }

    /** The fault is the second or the third word: {@code VideoSource/ImageTooDark/ImagingService}. */
    private static Readings health(OnvifEvent event) {
        Optional<CameraHealth.Meaning> meaning = CameraHealth.of(event.topic().level(1))
                .or(() -> CameraHealth.of(event.topic().level(2)));
        Optional<Boolean> state = event.data().truth("State").or(() -> event.data().truth("Failed"))
                .or(() -> event.data().truth("Critical"));
        return meaning.map(known -> new Readings().truth(known.metric(), event.component(), state.map(known::value)))
                .orElseGet(Readings::new);
    }

    private static Readings monitoring(OnvifEvent event) throws Refused {
        Members data = event.data();
        return switch (event.topic().level(1)) {
            case "ProcessorUsage" ->
                new Readings().number("cpu.used", event.component(), data.number("Value"), 1, 0);
            case "BatteryCapacity" ->
                new Readings().number("battery.level", data.number("PercentageRemainingCapacity"));
            case "EnvironmentalConditions" -> event.topic().level(2).equals("Temperature")
                    ? new Readings().number("device.temperature", event.component(), data.number("Status"), 1, 0)
                    : measured(event.topic().level(2), event.component(), data.number("Status"));
            case "OperatingTime" -> operatingTime(event, OnvifTime.of(data.object(), "Status"));
            default -> new Readings();
        };
    }

    private static Readings operatingTime(OnvifEvent event, @Nullable Instant status) {
        if (status == null) {
            return new Readings();
        }
        return switch (event.topic().level(2)) {
            case "LastReboot" -> new Readings().number("device.uptime", "", OptionalDouble
                    .of(Duration.between(status, event.clocks().observedAt()).toMillis() * S_PER_MS), 1, 0);
            case "LastClockSynchronization" -> new Readings().truth("clock.synced", Optional.of(true));
            default -> new Readings();
        };
    }

    private static Readings recording(OnvifEvent event) {
        return switch (event.topic().level(1).equals("JobState") ? event.data().text("State").orElse("") : "") {
            case "Active" -> new Readings().truth("cctv.recording", event.component(), Optional.of(true));
            case "Idle", "Error" -> new Readings().truth("cctv.recording", event.component(), Optional.of(false));
            default -> new Readings();
        };
    }

    private static Readings door(OnvifEvent event) {
        String state = event.data().text("State").orElse("");
        String door = event.component();
        return switch (event.topic().level(2)) {
            case "DoorMode" -> new Readings().word("door.mode", door, word(state));
            case "DoorPhysicalState" -> new Readings().truth("door.open", door, either(state, "Open", "Closed"));
            case "LockPhysicalState" -> new Readings().truth("door.locked", door, either(state, "Locked", "Unlocked"));
            case "DoorAlarm" -> new Readings().word("door.alarm", door, alarm(state));
            case "DoorTamper" ->
                new Readings().truth("device.tamper", door, either(state, "TamperDetected", "NotInTamper"));
            case "DoorFault" ->
                new Readings().truth("door.fault", door, either(state, "FaultDetected", "NotInFault"));
            default -> new Readings();
        };
    }

    /** Empty where the device does not know. */
    private static Optional<Boolean> either(String state, String yes, String no) {
        return state.equals(yes) ? Optional.of(true) : state.equals(no) ? Optional.of(false) : Optional.empty();
    }

    private static Optional<String> word(String state) {
        return state.isEmpty() ? Optional.empty() : Optional.of(Dotted.snake(state));
    }

    private static Optional<String> alarm(String state) {
        return switch (state) {
            case "Normal" -> Optional.of("none");
            case "DoorForcedOpen" -> Optional.of("forced");
            case "DoorOpenTooLong" -> Optional.of("held");
            default -> word(state);
        };
    }
}
