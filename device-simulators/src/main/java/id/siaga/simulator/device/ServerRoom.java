package id.siaga.simulator.device;

/** The data center's room: upset means its cooling has failed and it warms, down means that it runs on its UPS. */
public record ServerRoom(Seed seed, Fate fate) implements Instrument {

    private static final double WARMS_C_PER_S = 0.12;
    private static final double HOTTEST_C = 38;
    private static final double FULL_S = 1800;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        boolean dark = lot == Fate.Lot.DOWN;
        double inside = fate.intoWindow(seconds);
        double cool = 22.5 + seed.of("air").wander(seconds, 300);
        telemetry.number("air.temperature",
                lot == Fate.Lot.UPSET ? Math.min(HOTTEST_C, cool + inside * WARMS_C_PER_S) : cool);
        telemetry.number("air.humidity", 48 + seed.of("humidity").wander(seconds, 600) * 6);
        telemetry.flag("room.leak", false).flag("room.smoke", false).flag("ups.on_battery", dark);
        telemetry.number("mains.voltage", dark ? 0 : 221 + seed.of("mains").wander(seconds, 20) * 4);
        telemetry.number("ups.load", 37 + seed.of("load").wander(seconds, 60) * 4);
        double left = dark ? Math.max(0, 1 - inside / FULL_S) : 1;
        telemetry.number("battery.level", 100 * left).number("ups.runtime", FULL_S * left);
    }
}
