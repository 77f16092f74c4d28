package id.siaga.simulator.device;

import java.util.Locale;

/** The kinds of device simulated here; {@link #word()} is the kind's name in topics and in the registry. */
public enum DeviceKind {
    FLOOD, GPS, CCTV, WIFI;

    /** The lower-case name used on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
