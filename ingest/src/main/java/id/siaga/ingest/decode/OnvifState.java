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

    static Gathered readings(OnvifEvent event) throws Refused {
        OnvifTopic topic = event.topic();
        return switch (topic.first()) {
            case "Device" -> topic.level(1).equals("Sensor")
                    ? measured(topic.level(2), event.component(), event.data().number("Value"))
                    : health(event);
            case "VideoSource" -> health(event);
            case "Monitoring" -> monitoring(event);
            case "RecordingConfig" -> recording(event);
            case "Door" -> door(event);
            default -> new Gathered();
        };
    }

    /** Metadata: the same sensors as the events, but the temperature in kelvin. */
    static Gathered sensor(String quantity, Members sensor) {
        OptionalDouble value = sensor.number("Value");
        String id = sensor.text("@SensorID").orElse("");
        return quantity.equals("Temperature") && value.isPresent()
                ? measured(quantity, id, OptionalDouble.of(value.getAsDouble() - ZERO_CELSIUS_K))
                : measured(quantity, id, value);
    }

    private static Gathered measured(String quantity, String sensor, OptionalDouble value) {
        return switch (quantity) {
            case "Temperature" -> new Gathered().number("air.temperature", sensor, value, 1, 0);
            case "RelativeHumidity" -> new Gathered().number("air.humidity", sensor, value, 1, 0);
            default -> new Gathered();
        };
    }

    /** The fault is the second or the third word: {@code VideoSource/ImageTooDark/ImagingService}. */
    private static Gathered health(OnvifEvent event) {
        Optional<CameraHealth.Meaning> meaning = CameraHealth.of(event.topic().level(1))
                .or(() -> CameraHealth.of(event.topic().level(2)));
        Optional<Boolean> state = event.data().truth("State").or(() -> event.data().truth("Failed"))
                .or(() -> event.data().truth("Critical"));
        return meaning.map(known -> new Gathered().truth(known.metric(), event.component(), state.map(known::value)))
                .orElseGet(Gathered::new);
    }

    private static Gathered monitoring(OnvifEvent event) throws Refused {
        Members data = event.data();
        return switch (event.topic().level(1)) {
            case "ProcessorUsage" ->
                new Gathered().number("cpu.used", event.component(), data.number("Value"), 1, 0);
            case "BatteryCapacity" ->
                new Gathered().number("battery.level", data.number("PercentageRemainingCapacity"));
            case "EnvironmentalConditions" -> event.topic().level(2).equals("Temperature")
                    ? new Gathered().number("device.temperature", event.component(), data.number("Status"), 1, 0)
                    : measured(event.topic().level(2), event.component(), data.number("Status"));
            case "OperatingTime" -> operatingTime(event, OnvifTime.of(data.object(), "Status"));
            default -> new Gathered();
        };
    }

    private static Gathered operatingTime(OnvifEvent event, @Nullable Instant status) {
        if (status == null) {
            return new Gathered();
        }
        return switch (event.topic().level(2)) {
            case "LastReboot" -> new Gathered().number("device.uptime", "", OptionalDouble
                    .of(Duration.between(status, event.clocks().observedAt()).toMillis() * S_PER_MS), 1, 0);
            case "LastClockSynchronization" -> new Gathered().truth("clock.synced", Optional.of(true));
            default -> new Gathered();
        };
    }

    private static Gathered recording(OnvifEvent event) {
        return switch (event.topic().level(1).equals("JobState") ? event.data().text("State").orElse("") : "") {
            case "Active" -> new Gathered().truth("cctv.recording", event.component(), Optional.of(true));
            case "Idle", "Error" -> new Gathered().truth("cctv.recording", event.component(), Optional.of(false));
            default -> new Gathered();
        };
    }

    private static Gathered door(OnvifEvent event) {
        String state = event.data().text("State").orElse("");
        String door = event.component();
        return switch (event.topic().level(2)) {
            case "DoorMode" -> new Gathered().word("door.mode", door, word(state));
            case "DoorPhysicalState" -> new Gathered().truth("door.open", door, either(state, "Open", "Closed"));
            case "LockPhysicalState" -> new Gathered().truth("door.locked", door, either(state, "Locked", "Unlocked"));
            case "DoorAlarm" -> new Gathered().word("door.alarm", door, alarm(state));
            case "DoorTamper" ->
                new Gathered().truth("device.tamper", door, either(state, "TamperDetected", "NotInTamper"));
            case "DoorFault" ->
                new Gathered().truth("door.fault", door, either(state, "FaultDetected", "NotInFault"));
            default -> new Gathered();
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
