package id.siaga.simulator.device;

/**
 * How often a device of a population misbehaves: in each window of {@code windowS} seconds it draws its lot, upset
 * (frozen camera, crowded access point) with {@code upsetShare}, down with {@code downShare}, else well.
 */
public record Fate(double windowS, double upsetShare, double downShare) {

    /** A population that never misbehaves. */
    public static final Fate KIND = new Fate(3600, 0, 0);

    /** The lot of one window. */
    public enum Lot {
        WELL, UPSET, DOWN
    }

    Lot at(Seed seed, double seconds) {
        double draw = seed.of("fate").of(window(seconds)).unit();
        if (draw < downShare) {
            return Lot.DOWN;
        }
        return draw < downShare + upsetShare ? Lot.UPSET : Lot.WELL;
    }

    double intoWindow(double seconds) {
        return seconds - window(seconds) * windowS;
    }

    private long window(double seconds) {
        return (long) Math.floor(seconds / windowS);
    }
}
