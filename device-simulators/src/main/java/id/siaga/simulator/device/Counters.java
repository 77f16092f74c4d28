package id.siaga.simulator.device;

/** Counters of a device that has been up for some days; they never fall. */
final class Counters {

    private static final double WAVE_S = 600 / (2 * Math.PI);
    private static final double DAY_S = 86_400;

    private Counters() {
    }

    static double uptime(Seed seed, double seconds) {
        return seconds + Math.floor(seed.of("boot").between(3600, 30 * DAY_S));
    }

    /** Their slope is rate × (1 + cos) ≥ 0. */
    static long bytes(double uptime, double rate) {
        return (long) (rate * (uptime + WAVE_S * Math.sin(uptime / WAVE_S)));
    }
}
