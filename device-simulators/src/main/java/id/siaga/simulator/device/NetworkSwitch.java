package id.siaga.simulator.device;

/** A switch in a street cabinet; upset means its PoE is used up and a fan has stopped, down means its uplink is out. */
public record NetworkSwitch(Seed seed, Fate fate) implements Instrument {

    private static final int PORTS = 8;
    private static final double POE_BUDGET_W = 120;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        double used = lot == Fate.Lot.UPSET ? 95 : 45 + seed.of("poe").wander(seconds, 300) * 15;
        telemetry.flag("probe.reachable", true).flag("net.uplink_up", lot != Fate.Lot.DOWN);
        telemetry.whole("net.ports_up", lot == Fate.Lot.DOWN ? PORTS - 1 : PORTS);
        telemetry.number("poe.used", used).number("poe.power", POE_BUDGET_W * used / 100);
        telemetry.flag("fan.ok", lot != Fate.Lot.UPSET).flag("psu.ok", true);
        telemetry.number("cpu.used", 8 + seed.of("cpu").wander(seconds, 60) * 4);
        telemetry.number("device.temperature",
                (lot == Fate.Lot.UPSET ? 58 : 44) + seed.of("heat").wander(seconds, 600) * 3);
        double uptime = Counters.uptime(seed, seconds);
        telemetry.whole("device.uptime", (long) uptime).whole("net.stp_changes", (long) (uptime / 86_400));
        for (int port = 1; port <= PORTS; port++) {
            Seed own = seed.of(port);
            telemetry.component("ge" + port, "net.if.rx_bytes", Counters.bytes(uptime, own.of("rx").between(1e4, 4e5)));
            telemetry.component("ge" + port, "net.if.tx_bytes", Counters.bytes(uptime, own.of("tx").between(1e4, 4e5)));
        }
    }
}
