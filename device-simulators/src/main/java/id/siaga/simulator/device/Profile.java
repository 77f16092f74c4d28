package id.siaga.simulator.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows of a device. {@code mountMm} (height of a downward-looking gauge above the post's zero) and
 * {@code post} are given for river gauges only; {@code interval} is the reporting period.
 */
public record Profile(String deviceId, DeviceKind kind, String name, Place place, @Nullable Integer mountMm,
        @Nullable String post, Duration interval) {

    /** The profile of a device that is no river gauge. */
    public static Profile of(String deviceId, DeviceKind kind, String name, Place place, Duration interval) {
        return new Profile(deviceId, kind, name, place, null, null, interval);
    }

    /** The same device with another reporting period. */
    Profile every(Duration other) {
        return new Profile(deviceId, kind, name, place, mountMm, post, other);
    }

    /** The device's topic for {@code telemetry}, {@code status} or {@code event}. */
    public String topic(String leaf) {
        return "city/" + kind.word() + "/" + deviceId + "/" + leaf;
    }
}
