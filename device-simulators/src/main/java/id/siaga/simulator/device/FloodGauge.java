package id.siaga.simulator.device;

/**
 * A gauge above the river looking down: it reports the distance to the water, {@code mountMm} minus the level. The
 * story's minutes pass {@code speed} times as fast as the clock's.
 */
public record FloodGauge(Seed seed, Series series, int mountMm, double rippleMm, double startMinute,
        double speed) implements Instrument {

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        double minute = startMinute + seconds * speed / 60;
        double levelMm = series.cmAt(minute) * 10 + seed.of("ripple").wander(seconds, 2) * rippleMm;
        telemetry.whole("water.distance", mountMm - Math.round(levelMm));
        telemetry.number("battery.voltage", 3.55 + seed.of("battery").wander(seconds, 3600) * 0.08);
        telemetry.number("air.temperature", 27.5 + seed.of("air").wander(seconds, 900) * 2.5);
    }
}
