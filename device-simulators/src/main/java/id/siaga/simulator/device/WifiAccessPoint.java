package id.siaga.simulator.device;

import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A public access point: guests follow the hour of the day in Bekasi; upset means a crowd around it, down means a dead
 * uplink (no guests, every ping lost).
 */
public record WifiAccessPoint(Seed seed, Fate fate) implements Instrument {

    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
    private static final String RADIO = "wlan0";

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        switch (fate.at(seed, seconds)) {
            case WELL -> serving(moment, telemetry, 1);
            case UPSET -> serving(moment, telemetry, 4);
            case DOWN -> telemetry.whole("wifi.clients", 0).whole("ping.loss", 100).number("cpu.used", 3);
        }
        double uptime = Counters.uptime(seed, seconds);
        telemetry.whole("device.uptime", (long) uptime);
        telemetry.component(RADIO, "wifi.signal", Math.round(-62 + seed.of("signal").wander(seconds, 60) * 8));
        telemetry.component(RADIO, "net.if.rx_bytes", Counters.bytes(uptime, seed.of("rx").between(40_000, 200_000)));
        telemetry.component(RADIO, "net.if.tx_bytes",
                Counters.bytes(uptime, seed.of("tx").between(200_000, 1_500_000)));
    }

    private void serving(Moment moment, Telemetry telemetry, int crowd) {
        double seconds = moment.seconds();
        double guests = seed.of("size").between(12, 30) * busyShare(moment) * crowd;
        telemetry.whole("wifi.clients", Math.round(guests * (1 + seed.of("guests").wander(seconds, 120) * 0.2)));
        telemetry.number("ping.rtt", 12 + 6 * crowd + seed.of("rtt").wander(seconds, 30) * 5);
        telemetry.number("ping.loss", crowd > 1 ? 3 : 0);
        telemetry.number("cpu.used", 12 + 14 * crowd + seed.of("cpu").wander(seconds, 30) * 6);
    }

    /** Few at night, most in the late afternoon. */
    private static double busyShare(Moment moment) {
        ZonedDateTime local = moment.now().atZone(WIB);
        double hour = local.getHour() + local.getMinute() / 60.0;
        return 0.6 + 0.4 * Math.cos((hour - 17) / 24 * 2 * Math.PI);
    }
}
