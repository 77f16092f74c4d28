package id.siaga.simulator.device;

/** A LoRaWAN gateway on a mast: upset means a tired battery, down means that its line to the city is out. */
public record FieldGateway(Seed seed, Fate fate) implements Instrument {

    private static final long MEMORY_BYTES = 96L << 20;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Fate.Lot lot = fate.at(seed, seconds);
        double uptime = Counters.uptime(seed, seconds);
        telemetry.flag("gateway.backhaul_up", lot != Fate.Lot.DOWN);
        telemetry.whole("gateway.devices", Math.round(seed.of("devices").between(20, 120)));
        telemetry.whole("gateway.rx_frames", Counters.bytes(uptime, seed.of("frames").between(0.2, 3)));
        telemetry.whole("gateway.tx_frames", Counters.bytes(uptime, 0.05));
        telemetry.whole("device.uptime", (long) uptime).whole("mem.available", MEMORY_BYTES);
        telemetry.number("cpu.used", 9 + seed.of("cpu").wander(seconds, 60) * 4);
        telemetry.number("device.temperature", 47 + seed.of("heat").wander(seconds, 900) * 5);
        telemetry.number("battery.voltage",
                (lot == Fate.Lot.UPSET ? 11.2 : 12.9) + seed.of("volt").wander(seconds, 900) * 0.1);
        telemetry.number("link.rssi", -71 + seed.of("rssi").wander(seconds, 60) * 6);
    }
}
