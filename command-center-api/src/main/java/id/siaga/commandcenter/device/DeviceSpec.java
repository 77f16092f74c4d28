package id.siaga.commandcenter.device;

import org.jspecify.annotations.Nullable;

/** A device as somebody registers it; null means not given. */
public record DeviceSpec(String deviceId, String kind, String name, @Nullable Double lat, @Nullable Double lng,
        @Nullable Double mountMm, @Nullable Double zeroMm, @Nullable String post, @Nullable Integer intervalS,
        @Nullable String codec, @Nullable Integer quotaPerS) {
}
