package id.siaga.ingest.telemetry;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Why a reading is less than perfect. Stored as a bit set by ordinal: append only. */
public enum Flag {
    CLOCK_BAD(Quality.UNCERTAIN), CLOCK_ASSUMED(Quality.UNCERTAIN), ZONE_ASSUMED(Quality.GOOD), RETAINED(
            Quality.UNCERTAIN), LATE(Quality.GOOD), HISTORICAL(Quality.GOOD), DUPLICATE(Quality.GOOD), NO_FIX(
                    Quality.BAD), LOW_ACCURACY(Quality.UNCERTAIN), JUMP(Quality.UNCERTAIN), SENTINEL(
                            Quality.BAD), OUT_OF_RANGE(Quality.BAD), TILTED(Quality.UNCERTAIN), DEVICE_ALARM(
                                    Quality.GOOD), UNIT_ASSUMED(Quality.UNCERTAIN), SIMULATED(
                                            Quality.GOOD), STALE(Quality.UNCERTAIN), SEQ_GAP(
                                                    Quality.GOOD), MAINTENANCE(Quality.GOOD), MISSING(Quality.BAD);

    private final Quality quality;

    Flag(Quality quality) {
        this.quality = quality;
    }

    /** The best quality a reading carrying this flag may have. */
    public Quality quality() {
        return quality;
    }

    public int bit() {
        return 1 << ordinal();
    }

    public boolean in(int flags) {
        return (flags & bit()) != 0;
    }

    public static int bits(Flag... flags) {
        return Arrays.stream(flags).mapToInt(Flag::bit).reduce(0, (a, b) -> a | b);
    }

    public static Set<Flag> setOf(int flags) {
        EnumSet<Flag> set = EnumSet.noneOf(Flag.class);
        Arrays.stream(values()).filter(flag -> flag.in(flags)).forEach(set::add);
        return set;
    }

    public static Optional<Flag> named(String name) {
        return Arrays.stream(values()).filter(flag -> flag.name().equals(name)).findFirst();
    }
}
