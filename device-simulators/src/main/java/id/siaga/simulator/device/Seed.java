package id.siaga.simulator.device;

/**
 * A named, reproducible source of chance: no state, so asking in another order or on another thread changes nothing.
 * Mixing is SplitMix64 (Steele, Lea, Flood 2014).
 */
public record Seed(long value) {

    /** The seed of a named part. */
    public Seed of(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return of(hash);
    }

    /** The seed of a numbered part. */
    public Seed of(long number) {
        return new Seed(mix(value + 0x9e3779b97f4a7c15L * (number + 1)));
    }

    /** This seed's number, 0 ≤ x &lt; 1. */
    public double unit() {
        return (mix(value) >>> 11) * 0x1.0p-53;
    }

    /** This seed's number between two bounds. */
    public double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** A smooth wandering between −1 and 1 over time, taking a new direction every {@code period} seconds. */
    public double wander(double seconds, double period) {
        double steps = seconds / period;
        long step = (long) Math.floor(steps);
        double from = of(step).between(-1, 1);
        double to = of(step + 1).between(-1, 1);
        return from + (to - from) * (steps - step);
    }

    private static long mix(long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
