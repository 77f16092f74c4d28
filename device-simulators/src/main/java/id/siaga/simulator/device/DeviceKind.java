package id.siaga.simulator.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of device simulated here; {@link #word()} is the kind's name in topics and in the registry. */
public enum DeviceKind {
    FLOOD, GPS, CCTV, WIFI, RAIN, SWITCH, RADIO, LINK, DOOR, MONITOR, ROOM, GATEWAY, PUMP;

    /** The kind of that name; fails with the list of names. */
    public static DeviceKind of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind: no \"" + word + "\"; one of "
                        + Arrays.stream(values()).map(DeviceKind::word).collect(Collectors.joining(", "))));
    }

    /** The lower-case name used on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
