package id.siaga.simulator.scenario;

import id.siaga.simulator.device.Series;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file. {@code speed} says how many story minutes pass in a minute of the clock and {@code startMinute}
 * where the story begins; both concern the gauges. Lists left out are empty; {@code devices} are populations by
 * kind.
 */
public record Scenario(String name, String title, String source, double speed, double startMinute, List<Gauge> gauges,
        List<Vehicle> patrols, @Nullable Population cameras, @Nullable Population accessPoints, List<Upset> faults,
        @Nullable Map<String, Population> devices, List<Drive> drives) {

    /** A river gauge at a post with its story. */
    public record Gauge(String id, String name, String post, double lat, double lng, int mountMm, double intervalS,
            double rippleMm, List<Series.Point> series) {
    }

    /** A patrol vehicle; {@code route} names kelurahan. */
    public record Vehicle(String id, String name, double intervalS, @Nullable Double panicAfterS, List<String> route) {
    }

    /**
     * A unit that waits at its base in a kelurahan, drives to a place in a straight line and stays there. It knows
     * nothing of dispatch: it leaves when the story says so, sent or not.
     */
    public record Drive(String id, String name, double intervalS, String base, double lat, double lng,
            double departsAfterS, double speedKmh, double staysS) {
    }

    /** Many devices of one kind, spread over the kelurahan; shares as in {@code Fate}. */
    public record Population(int count, double intervalS, double windowS, double upsetShare, double downShare) {
    }

    /** A fault of one device; without {@code forS} it stays. */
    public record Upset(String kind, String device, double afterS, @Nullable Double forS) {
    }
}
