package id.siaga.ingest.decode;

/** Rounds to the micro-unit, which takes off what scaling by decimal fractions put on. */
final class Micro {

    /** From here on a double has no micro-units to round, and byte counters go further. */
    private static final double LARGEST = (1L << 53) / 1e6;

    private Micro() {
    }

    static double rounded(double value) {
        return Math.abs(value) < LARGEST ? Math.round(value * 1e6) / 1e6 : value;
    }
}
