package id.siaga.ingest.telemetry;

/** How far a value may be used. BAD is stored and never reaches a rule. Stored as the ordinal: append only. */
public enum Quality {
    GOOD, UNCERTAIN, BAD;

    /** Apart, because flags have qualities: whichever of the two enums is used first must find the other whole. */
    private static final class Masks {
        private static final int BAD_FLAGS = flags(BAD);
        private static final int UNCERTAIN_FLAGS = flags(UNCERTAIN);
    }

    /** The worst quality that any of {@code flags} allows. */
    public static Quality of(int flags) {
        if ((flags & Masks.BAD_FLAGS) != 0) {
            return BAD;
        }
        return (flags & Masks.UNCERTAIN_FLAGS) == 0 ? GOOD : UNCERTAIN;
    }

    private static int flags(Quality quality) {
        int bits = 0;
        for (Flag flag : Flag.values()) {
            bits |= flag.quality() == quality ? flag.bit() : 0;
        }
        return bits;
    }
}
