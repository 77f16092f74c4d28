package id.siaga.simulator.device;

/** One end of a point-to-point WiFi radio; upset means rain fade, down means that its other end does not answer. */
public record RadioLink(Seed seed, Fate fate) implements Instrument {

    private static final double BEST_BPS = 300e6;
    private static final int BEST_MODULATION = 9;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        boolean faded = lot == Fate.Lot.UPSET;
        double signal = (faded ? -84 : -58) + seed.of("signal").wander(seconds, 60) * 3;
        telemetry.flag("probe.reachable", lot != Fate.Lot.DOWN);
        telemetry.whole("radio.distance", Math.round(seed.of("distance").between(400, 6000)));
        telemetry.whole("device.uptime", (long) Counters.uptime(seed, seconds));
        telemetry.number("device.temperature", 42 + seed.of("heat").wander(seconds, 600) * 6);
        if (lot == Fate.Lot.DOWN) {
            telemetry.whole("ping.loss", 100).whole("radio.capacity", 0);
            return;
        }
        telemetry.number("wifi.signal", signal).number("wifi.noise", -96 + seed.of("noise").wander(seconds, 120) * 2);
        telemetry.number("radio.ccq", faded ? 41 : 96 + seed.of("ccq").wander(seconds, 60) * 3);
        telemetry.whole("radio.capacity", Math.round(BEST_BPS * (faded ? 0.15 : 0.9)));
        telemetry.whole("radio.modulation", faded ? 1 : BEST_MODULATION);
        telemetry.number("ping.rtt", (faded ? 28 : 3) + seed.of("rtt").wander(seconds, 30)).whole("ping.loss",
                faded ? 6 : 0);
    }
}
