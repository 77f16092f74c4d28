package id.siaga.simulator.device;

/** A screen of the command center's wall; upset means it shows old data, down means it is dark. */
public record WallMonitor(Seed seed, Fate fate) implements Instrument {

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        telemetry.flag("probe.reachable", true).flag("monitor.display_on", lot != Fate.Lot.DOWN);
        double age = 1.5 + seed.of("age").wander(seconds, 10);
        telemetry.number("monitor.data_age", lot == Fate.Lot.UPSET ? age + fate.intoWindow(seconds) : age);
        telemetry.whole("device.uptime", (long) Counters.uptime(seed, seconds));
        telemetry.number("device.temperature", 41 + seed.of("heat").wander(seconds, 600) * 4);
        telemetry.number("cpu.used", 22 + seed.of("cpu").wander(seconds, 30) * 10);
    }
}
