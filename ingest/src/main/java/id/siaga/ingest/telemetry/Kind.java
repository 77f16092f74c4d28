package id.siaga.ingest.telemetry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a device is. The registry decides it; a message never does. */
public enum Kind {
    FLOOD, RAIN, GPS, CCTV, WIFI, SWITCH, DOOR, RADIO, LINK, GATEWAY, PUMP, MONITOR, ROOM, UNKNOWN;

    /** The word used in topics, tables and the API: {@code flood}, {@code gps}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
