package id.siaga.commandcenter.reading;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.TimeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns the stored numbers of a reading (flags, time source) into the words of the API. */
public final class ReadingWords {
    /** Every table that holds readings; also the only names ever put into SQL text. */
    public static final List<String> TABLES = List.of("flood_reading", "gps_position", "cctv_health", "wifi_health",
            "rain_reading", "switch_health", "radio_health", "link_health", "door_state", "monitor_health",
            "room_climate",
            "gateway_health", "pump_state", "measurement", "device_event");

    private ReadingWords() {
    }

    /** Replaces {@code flags} by their names, adds {@code quality} and {@code simulated}, names the clock used. */
    public static ObjectNode spelled(ObjectNode reading) {
        if (reading.path("time_source").isNumber()) {
            TimeSource source = TimeSource.values()[reading.path("time_source").intValue()];
            reading.put("time_source", source.name().toLowerCase(Locale.ROOT));
        }
        if (reading.path("flags").isNumber()) {
            spellFlags(reading, Flag.setOf(reading.path("flags").intValue()));
        }
        return reading;
    }

    private static void spellFlags(ObjectNode reading, Set<Flag> flags) {
        ArrayNode names = reading.putArray("flags");
        flags.forEach(flag -> names.add(flag.name()));
        reading.put("quality", quality(flags).name()).put("simulated", flags.contains(Flag.SIMULATED));
    }

    private static Quality quality(Set<Flag> flags) {
        return flags.stream().map(Flag::quality).max(Comparator.comparingInt(ReadingWords::badness))
                .orElse(Quality.GOOD);
    }

    private static int badness(Quality quality) {
        return switch (quality) {
            case GOOD -> 0;
            case UNCERTAIN -> 1;
            case BAD -> 2;
        };
    }
}
