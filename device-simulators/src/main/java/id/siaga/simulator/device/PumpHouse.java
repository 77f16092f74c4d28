package id.siaga.simulator.device;

/** A pump that keeps a polder dry: it runs while its sump is high; upset means a fault, down means it cannot start. */
public record PumpHouse(Seed seed, Fate fate) implements Instrument {

    private static final double STARTS_MM = 1500;
    private static final double FULL_M3_S = 1.2;
    private static final double FULL_A = 180;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        double sump = STARTS_MM + seed.of("sump").wander(seconds, 240) * 700 + (lot == Fate.Lot.WELL ? 0 : 400);
        boolean running = sump > STARTS_MM && lot == Fate.Lot.WELL;
        telemetry.whole("water.depth", Math.round(sump)).flag("pump.running", running);
        telemetry.flag("pump.fault", lot != Fate.Lot.WELL).word("pump.mode", lot == Fate.Lot.DOWN ? "off" : "auto");
        telemetry.number("flow.discharge", running ? FULL_M3_S : 0).number("pump.current", running ? FULL_A : 0);
        telemetry.number("pump.power", running ? FULL_A * 380 * 1.5 : 0).number("pressure", running ? 1.9 : 0.1);
        telemetry.number("gate.position", running ? 100 : 0);
        telemetry.whole("engine.time", (long) (Counters.uptime(seed, seconds) / 3));
    }
}
