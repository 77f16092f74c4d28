package id.siaga.ingest.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;

/**
 * A device as the registry knows it.
 *
 * @param mountMm height of a downward-looking sensor above the site datum, mm
 * @param zeroMm height of a submerged probe's zero above the site datum, mm
 * @param quotaPerSecond messages a second it may send for long, or null for the door's default
 * @param access how it proves who it is, or null when it cannot log in by itself
 */
public record Device(String deviceId, Kind kind, String name, Status status, @Nullable String post,
        @Nullable Double mountMm, @Nullable Double zeroMm, @Nullable Duration interval, @Nullable String codec,
        @Nullable Integer quotaPerSecond,
        @Nullable Access access) {

    /** Only active devices can raise alerts; an unclaimed one connected by open enrolment and waits for a person. */
    public enum Status {
        ACTIVE, UNCLAIMED, RETIRED
    }

    /** For whom it may speak when it is a gateway. */
    public Access.Reach reach() {
        return access == null ? Access.Reach.ALL : access.reach();
    }

    /**
     * Whether a connection of this device may publish for another: for itself, its sub-devices, and as a gateway for
     * those it is the uplink of, or for any.
     *
     * @param other what the registry knows of the other, under whatever name; asked only when it matters
     */
    public boolean speaksFor(String otherId, Supplier<Optional<Device>> other) {
        return otherId.equals(deviceId) || otherId.startsWith(deviceId + "/")
                || (kind == Kind.GATEWAY && reach() == Access.Reach.ALL)
                || other.get().filter(each -> each.deviceId.equals(deviceId) || isUplinkOf(each)).isPresent();
    }

    private boolean isUplinkOf(Device other) {
        return kind == Kind.GATEWAY && other.access != null && deviceId.equals(other.access.uplinkParent());
    }
}
