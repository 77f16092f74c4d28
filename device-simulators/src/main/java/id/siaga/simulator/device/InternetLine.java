package id.siaga.simulator.device;

/**
 * The city's internet, a primary line and a backup, over fiber of 48 cores; upset means the primary failed and the
 * backup carries the traffic, down means that both are out.
 */
public record InternetLine(Seed seed, Fate fate) implements Instrument {

    private static final int CORES = 48;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        telemetry.flag("link.up", lot != Fate.Lot.DOWN);
        telemetry.flag("link.primary_up", lot == Fate.Lot.WELL).flag("link.backup_up", lot != Fate.Lot.DOWN);
        telemetry.word("link.active_path", switch (lot) {
            case WELL -> "primary";
            case UPSET -> "backup";
            case DOWN -> "none";
        });
        telemetry.whole("fiber.cores_up", lot == Fate.Lot.WELL ? CORES : CORES - 1).whole("fiber.cores_total", CORES);
        telemetry.number("optical.rx_power",
                (lot == Fate.Lot.DOWN ? -40 : -18) + seed.of("light").wander(seconds, 300));
        double traffic = lot == Fate.Lot.UPSET ? 92 : 48 + seed.of("traffic").wander(seconds, 120) * 20;
        telemetry.number("link.utilisation", lot == Fate.Lot.DOWN ? 0 : traffic);
        if (lot == Fate.Lot.DOWN) {
            telemetry.whole("ping.loss", 100);
        } else {
            telemetry.number("ping.rtt", (lot == Fate.Lot.UPSET ? 46 : 11) + seed.of("rtt").wander(seconds, 30) * 3);
            telemetry.whole("ping.loss", 0);
        }
    }
}
