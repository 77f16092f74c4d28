package id.siaga.simulator;

import id.siaga.simulator.device.Fault;
import id.siaga.simulator.device.FaultWindow;
import id.siaga.simulator.device.Seed;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.fleet.CommandCenter;
import id.siaga.simulator.fleet.Endpoint;
import id.siaga.simulator.fleet.Fleet;
import id.siaga.simulator.fleet.Labels;
import id.siaga.simulator.scenario.City;
import id.siaga.simulator.scenario.Scenarios;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to simulate: scenarios by name or file, the seed, the number of devices (0: as many as the scenarios have), the
 * story's speed (null: the scenario's own) and faults as device id → fault.
 */
public record Simulation(List<String> scenarios, long seed, int devices, @Nullable Double speed,
        Map<String, Fault> faults) {

    /** In whose name the devices are registered and claimed. */
    static final String OWNER = "Diskominfostandi (simulasi)";

    private static final int CONNECTS_PER_SECOND = 500;

    /** An enrolment is two connects and a committed transaction. */
    private static final int ENROLMENTS_PER_SECOND = 150;

    /** What the demonstration plays, with its usual seed. */
    public static Simulation demo() {
        return new Simulation(Scenarios.DEMO, 1, 0, null, Map.of());
    }

    /** The devices, in the order in which they connect. */
    public List<SimulatedDevice> build() {
        City city = new City(new Seed(seed));
        scenarios.forEach(name -> city.add(Scenarios.named(name), speed));
        if (devices > 0) {
            city.resized(devices);
        }
        faults.forEach((id, fault) -> city.fault(id, new FaultWindow(fault, Duration.ZERO, null)));
        return city.devices();
    }

    /** Lets each device, already registered, enrol over MQTT with a claim code of its own before it connects. */
    public Fleet enrol(URI http, String user, String password, Endpoint mqtt) throws IOException {
        CommandCenter commandCenter = CommandCenter.login(http, user, password);
        return Fleet.start(mqtt, Labels.of(build(), commandCenter, OWNER), ENROLMENTS_PER_SECOND);
    }

    /** Registers the devices over HTTP and connects them. */
    public Fleet start(URI http, String user, String password, Endpoint mqtt) throws IOException {
        CommandCenter commandCenter = CommandCenter.login(http, user, password);
        return Fleet.start(mqtt, commandCenter.register(build()), CONNECTS_PER_SECOND);
    }
}
