package id.siaga.simulator.scenario;

import id.siaga.simulator.device.CctvProbe;
import id.siaga.simulator.device.DeviceKind;
import id.siaga.simulator.device.DoorController;
import id.siaga.simulator.device.Fate;
import id.siaga.simulator.device.FieldGateway;
import id.siaga.simulator.device.FloodGauge;
import id.siaga.simulator.device.GpsTracker;
import id.siaga.simulator.device.Instrument;
import id.siaga.simulator.device.InternetLine;
import id.siaga.simulator.device.NetworkSwitch;
import id.siaga.simulator.device.Patrol;
import id.siaga.simulator.device.Place;
import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.PumpHouse;
import id.siaga.simulator.device.RadioLink;
import id.siaga.simulator.device.RainGauge;
import id.siaga.simulator.device.Seed;
import id.siaga.simulator.device.Series;
import id.siaga.simulator.device.ServerRoom;
import id.siaga.simulator.device.SimulatedDevice;
import id.siaga.simulator.device.WallMonitor;
import id.siaga.simulator.device.WifiAccessPoint;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes any number of devices of a kind, spread over the kelurahan around their centroids by the seed. */
final class Crowd {

    private static final double SPREAD_M = 500;
    private static final int DRAIN_MOUNT_MM = 3000;

    private final Gazetteer gazetteer;
    private final Seed seed;
    private final Map<DeviceKind, Integer> made = new EnumMap<>(DeviceKind.class);

    Crowd(Gazetteer gazetteer, Seed seed) {
        this.gazetteer = gazetteer;
        this.seed = seed;
    }

    SimulatedDevice member(DeviceKind kind, Duration interval, Fate fate) {
        int nth = made.merge(kind, 1, Integer::sum) - 1;
        int kelurahanCount = gazetteer.kelurahan().size();
        int at = Math.floorMod(nth + (int) seed.of(kind.word()).between(0, kelurahanCount), kelurahanCount);
        Gazetteer.Kelurahan kelurahan = gazetteer.kelurahan().get(at);
        int number = nth / kelurahanCount + 1;
        String id = "%s-%s-%02d".formatted(prefix(kind), kelurahan.slug(), number);
        Seed own = seed.of(id);
        Place place = scattered(kelurahan.centroid(), own);
        Profile profile = Profile.of(id, kind, "%s %s %d".formatted(title(kind), kelurahan.name(), number), place,
                interval);
        return SimulatedDevice.of(profile, instrument(profile, own, fate), own);
    }

    private static Place scattered(Place centroid, Seed own) {
        return centroid.moved(own.of("north").between(-SPREAD_M, SPREAD_M),
                own.of("east").between(-SPREAD_M, SPREAD_M));
    }

    private static Instrument instrument(Profile profile, Seed own, Fate fate) {
        return switch (profile.kind()) {
            case FLOOD -> drain(own);
            case GPS -> new GpsTracker(own, roundTrip(profile.place(), own), null);
            case CCTV -> new CctvProbe(own, fate);
            case WIFI -> new WifiAccessPoint(own, fate);
            case RAIN -> new RainGauge(own, profile.interval().toMillis() / 1000.0);
            case SWITCH -> new NetworkSwitch(own, fate);
            case RADIO -> new RadioLink(own, fate);
            case LINK -> new InternetLine(own, fate);
            case DOOR -> new DoorController(own, fate);
            case MONITOR -> new WallMonitor(own, fate);
            case ROOM -> new ServerRoom(own, fate);
            case GATEWAY -> new FieldGateway(own, fate);
            case PUMP -> new PumpHouse(own, fate);
        };
    }

    /** A street drain with some water in it and no story. */
    private static FloodGauge drain(Seed own) {
        Series calm = new Series(List.of(new Series.Point(0, own.of("level").between(10, 60), null, null)));
        return new FloodGauge(own, calm, DRAIN_MOUNT_MM, 20, 0, 1);
    }

    private static Patrol roundTrip(Place home, Seed own) {
        Place far = home.moved(own.of("far-north").between(600, 1500), own.of("far-east").between(-1500, 1500));
        return Patrol.through(List.of(home, far), own);
    }

    private static String prefix(DeviceKind kind) {
        return switch (kind) {
            case FLOOD -> "awlr";
            case GPS -> "gps";
            case CCTV -> "cam";
            case WIFI -> "ap";
            case RAIN -> "arr";
            case SWITCH -> "sw";
            case RADIO -> "radio";
            case LINK -> "inet";
            case DOOR -> "pintu";
            case MONITOR -> "layar";
            case ROOM -> "ruang";
            case GATEWAY -> "gw";
            case PUMP -> "pompa";
        };
    }

    private static String title(DeviceKind kind) {
        return switch (kind) {
            case FLOOD -> "AWLR Saluran";
            case GPS -> "Kendaraan";
            case CCTV -> "CCTV Simpang";
            case WIFI -> "WiFi Taman";
            case RAIN -> "Penakar Hujan";
            case SWITCH -> "Switch Tiang";
            case RADIO -> "Radio Pemancar";
            case LINK -> "Jalur Internet";
            case DOOR -> "Pintu Akses";
            case MONITOR -> "Layar Komando";
            case ROOM -> "Ruang Peladen";
            case GATEWAY -> "Gerbang LoRa";
            case PUMP -> "Rumah Pompa";
        };
    }
}
