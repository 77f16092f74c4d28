package id.siaga.simulator.bench;

import java.io.IOException;

import id.siaga.simulator.Target;
import id.siaga.simulator.fleet.CommandCenter;

/**
 * What every phase needs: the system, and the load on it.
 *
 * @param pid of the system, or negative when that is unknown
 */
record Bed(Target target, long pid, Scale scale, CommandCenter center, BenchDevices devices, Load load)
        implements
            AutoCloseable {

    /** As many event loops as Siaga has lanes, and the yardstick connections. */
    static final int LANES = 2;
    private static final int UNLIMITED = 100_000;

    static Bed of(Target target, long pid, Scale scale) throws IOException, InterruptedException {
        CommandCenter center = CommandCenter.login(target.http(), target.login().user(), target.login().password());
        BenchDevices devices = new BenchDevices(center);
        Load load = new Load(devices.gauges("bench-gauge-", scale.devices(), UNLIMITED), LANES, target.mqtt());
        return new Bed(target, pid, scale, center, devices, load);
    }

    void warmUp() throws InterruptedException {
        load.closed(scale.window(), scale.warmUp());
        load.open(scale.rate(), scale.warmUp());
    }

    Metrics metrics() throws IOException, InterruptedException {
        return Metrics.of(target.http());
    }

    @Override
    public void close() {
        load.close();
    }
}
