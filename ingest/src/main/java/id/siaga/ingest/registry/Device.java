package id.siaga.ingest.registry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;

/**
 * A device as the registry knows it.
 *
 * @param mountMm height of a downward-looking sensor above the site datum, mm
 * @param zeroMm height of a submerged probe's zero above the site datum, mm
 * @param quotaPerSecond messages a second it may send for long, or null for the door's default
 * @param secretSha256 SHA-256 of its secret, or null when it cannot log in by itself
 */
public record Device(String deviceId, Kind kind, String name, Status status, @Nullable String post,
        @Nullable Double mountMm, @Nullable Double zeroMm, @Nullable Duration interval, @Nullable String codec,
        @Nullable Integer quotaPerSecond,
        byte @Nullable [] secretSha256) {

    /** Only active devices can raise alerts; an unclaimed one connected by open enrolment and waits for a person. */
    public enum Status {
        ACTIVE, UNCLAIMED, RETIRED
    }

    /** Whether a connection of this device may publish for {@code otherId}: itself, its sub-devices, or any if it is a gateway. */
    public boolean speaksFor(String otherId) {
        return kind == Kind.GATEWAY || otherId.equals(deviceId) || otherId.startsWith(deviceId + "/");
    }
}
