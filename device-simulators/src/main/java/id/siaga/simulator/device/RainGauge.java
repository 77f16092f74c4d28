package id.siaga.simulator.device;

/**
 * A tipping bucket of 0.2 mm: showers that swell and pass, {@code rain.total} counts tips and never falls. It reports
 * every {@code intervalS} seconds what fell since.
 */
public record RainGauge(Seed seed, double intervalS) implements Instrument {

    private static final double TIP_MM = 0.2;
    private static final double HOUR_S = 3600;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        double total = tips(seconds);
        telemetry.number("rain.interval", Math.max(0, total - tips(seconds - intervalS)));
        telemetry.number("rain.total", total);
        telemetry.number("rain.rate", peak() / 2 * (1 - Math.cos(phase(seconds))));
        telemetry.number("air.temperature", 26 + seed.of("air").wander(seconds, 900) * 2);
        telemetry.number("air.humidity", 88 + seed.of("humidity").wander(seconds, 900) * 10);
        telemetry.number("battery.voltage", 3.6 + seed.of("battery").wander(seconds, HOUR_S) * 0.05);
    }

    /** Millimetres since the start, in whole tips: the integral of the rate. */
    private double tips(double seconds) {
        double inside = Math.max(0, seconds);
        double fallen = peak() / 2 / HOUR_S * (inside - shower() / (2 * Math.PI) * Math.sin(phase(inside)));
        return Math.floor(fallen / TIP_MM) * TIP_MM;
    }

    private double phase(double seconds) {
        return 2 * Math.PI * seconds / shower();
    }

    private double peak() {
        return seed.of("peak").between(2, 60);
    }

    private double shower() {
        return seed.of("shower").between(20, 90) * 60;
    }
}
