package id.siaga.simulator.scenario;

import id.siaga.simulator.device.DeviceKind;
import id.siaga.simulator.device.Fate;
import id.siaga.simulator.device.Fault;
import id.siaga.simulator.device.FaultWindow;
import id.siaga.simulator.device.FloodGauge;
import id.siaga.simulator.device.GpsTracker;
import id.siaga.simulator.device.Instrument;
import id.siaga.simulator.device.Patrol;
import id.siaga.simulator.device.Place;
import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.Seed;
import id.siaga.simulator.device.Series;
import id.siaga.simulator.device.SimulatedDevice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the devices of scenarios, by the seed: their places, routes and fates. One thread only. */
public final class City {

    private final Gazetteer gazetteer = Gazetteer.bekasi();
    private final Seed seed;
    private final Crowd crowd;
    private final Map<String, SimulatedDevice> devices = new LinkedHashMap<>();

    /** An empty city. */
    public City(Seed seed) {
        this.seed = seed;
        this.crowd = new Crowd(gazetteer, seed);
    }

    /** Adds a scenario's devices; {@code speed} replaces the scenario's own when given. */
    public City add(Scenario scenario, @Nullable Double speed) {
        double storySpeed = speed == null ? scenario.speed() : speed;
        scenario.gauges().forEach(g -> add(gauge(g, scenario.startMinute(), storySpeed)));
        scenario.patrols().forEach(v -> add(vehicle(v)));
        scenario.drives().forEach(d -> add(drive(d)));
        populate(DeviceKind.CCTV, scenario.cameras());
        populate(DeviceKind.WIFI, scenario.accessPoints());
        Map<String, Scenario.Population> others = scenario.devices();
        if (others != null) {
            others.forEach((kind, population) -> populate(DeviceKind.of(kind), population));
        }
        scenario.faults().forEach(this::upset);
        return this;
    }

    /** Grows the city with devices of every kind, or cuts it short, to exactly so many. */
    public City resized(int count) {
        DeviceKind[] kinds = DeviceKind.values();
        for (int i = 0; devices.size() < count; i++) {
            add(crowd.member(kinds[i % kinds.length], seconds(10), Fate.KIND));
        }
        List<String> surplus = List.copyOf(devices.keySet()).subList(count, devices.size());
        surplus.forEach(devices::remove);
        return this;
    }

    /** Breaks a device; fails when the city has none of that id. */
    public City fault(String deviceId, FaultWindow fault) {
        SimulatedDevice device = devices.get(deviceId);
        if (device == null) {
            throw new IllegalArgumentException("fault: no device \"" + deviceId + "\" in these scenarios");
        }
        devices.put(deviceId, device.with(fault));
        return this;
    }

    /** All devices, in the order they were added. */
    public List<SimulatedDevice> devices() {
        return List.copyOf(devices.values());
    }

    /** A device already there (two scenarios may play at one post) keeps its first story. */
    private void add(SimulatedDevice device) {
        devices.putIfAbsent(device.profile().deviceId(), device);
    }

    private void populate(DeviceKind kind, Scenario.@Nullable Population population) {
        if (population == null) {
            return;
        }
        Fate fate = new Fate(population.windowS(), population.upsetShare(), population.downShare());
        for (int i = 0; i < population.count(); i++) {
            add(crowd.member(kind, seconds(population.intervalS()), fate));
        }
    }

    private SimulatedDevice gauge(Scenario.Gauge g, double startMinute, double speed) {
        Profile profile = new Profile(g.id(), DeviceKind.FLOOD, g.name(), new Place(g.lat(), g.lng()), g.mountMm(),
                g.post(), seconds(g.intervalS()));
        Series series = new Series(g.series());
        return device(profile, new FloodGauge(seed.of(g.id()), series, g.mountMm(), g.rippleMm(), startMinute, speed));
    }

    private SimulatedDevice vehicle(Scenario.Vehicle v) {
        List<Place> waypoints = v.route().stream().map(name -> gazetteer.named(name).centroid()).toList();
        Seed own = seed.of(v.id());
        Profile profile = Profile.of(v.id(), DeviceKind.GPS, v.name(), waypoints.getFirst(), seconds(v.intervalS()));
        Duration panic = v.panicAfterS() == null ? null : seconds(v.panicAfterS());
        return device(profile, new GpsTracker(own, Patrol.through(waypoints, own), panic));
    }

    private SimulatedDevice drive(Scenario.Drive d) {
        Place base = gazetteer.named(d.base()).centroid();
        Profile profile = Profile.of(d.id(), DeviceKind.GPS, d.name(), base, seconds(d.intervalS()));
        Patrol errand = Patrol.errand(base, new Place(d.lat(), d.lng()), d.departsAfterS(), d.speedKmh(), d.staysS());
        return device(profile, new GpsTracker(seed.of(d.id()), errand, null));
    }

    private SimulatedDevice device(Profile profile, Instrument instrument) {
        return SimulatedDevice.of(profile, instrument, seed.of(profile.deviceId()));
    }

    private void upset(Scenario.Upset upset) {
        Duration lasts = upset.forS() == null ? null : seconds(upset.forS());
        fault(upset.device(), new FaultWindow(Fault.of(upset.kind()), seconds(upset.afterS()), lasts));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
