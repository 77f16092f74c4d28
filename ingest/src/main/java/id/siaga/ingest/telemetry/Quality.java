package id.siaga.ingest.telemetry;

/** How far a value may be used. BAD is stored and never reaches a rule. Stored as the ordinal: append only. */
public enum Quality {
    GOOD, UNCERTAIN, BAD;

    /** The worst quality that any of {@code flags} allows. */
    public static Quality of(int flags) {
        Quality worst = GOOD;
        for (Flag flag : Flag.values()) {
            if (flag.in(flags) && flag.quality().compareTo(worst) > 0) {
                worst = flag.quality();
            }
        }
        return worst;
    }
}
