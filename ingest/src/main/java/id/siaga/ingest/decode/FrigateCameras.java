package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;

/**
 * Whose readings a recorder's are. By default a camera is a component of the recorder; with {@code cameras: devices} it
 * is a device of its own, {@code frigate/front_door}, which the registry may know by another name.
 *
 * @param prefix where the recorder's topics begin, {@code frigate}
 * @param recorder its device id; the prefix unless the route says otherwise
 */
record FrigateCameras(String prefix, String recorder, Division division) {

    enum Division {
        COMPONENTS, DEVICES
    }

    static FrigateCameras of(Route route) {
        String prefix = route.options().getOrDefault("prefix", "frigate");
        return new FrigateCameras(prefix, route.deviceId().isEmpty() ? prefix : route.deviceId(),
                "devices".equals(route.options().get("cameras")) ? Division.DEVICES : Division.COMPONENTS);
    }

    /** What of a topic follows the prefix. */
    String below(String topic) throws Refused {
        if (!topic.startsWith(prefix + "/")) {
            throw Refused.shape("topic: not below " + prefix);
        }
        return topic.substring(prefix.length() + 1);
    }

    /** @param cameras readings by camera; their components are parts of the camera */
    Decoded decoded(Clocks clocks, Gathered own, Map<String, Gathered> cameras) {
        return decoded(clocks, own, cameras, camera -> null);
    }

    /** @param part what of the payload speaks of a camera, or of the recorder when empty; null is all of it */
    Decoded decoded(Clocks clocks, Gathered own, Map<String, Gathered> cameras,
            Function<String, byte @Nullable []> part) {
        List<Decoded.Report> reports = switch (division) {
            case COMPONENTS -> List.of(report(recorder, clocks, together(own, cameras), null));
            case DEVICES -> apart(clocks, own, cameras, part);
        };
        return reports.size() == 1 ? reports.get(0) : new Decoded.Several(reports);
    }

    private static List<Reading> together(Gathered own, Map<String, Gathered> cameras) {
        List<Reading> all = new ArrayList<>(own.list());
        cameras.forEach((camera, readings) -> readings.list().forEach(reading -> all.add(new Reading(reading.metric(),
                Members.brief(reading.component().isEmpty() ? camera : camera + "/" + reading.component()),
                reading.value(), reading.flags()))));
        return all;
    }

    private List<Decoded.Report> apart(Clocks clocks, Gathered own, Map<String, Gathered> cameras,
            Function<String, byte @Nullable []> part) {
        List<Decoded.Report> reports = new ArrayList<>();
        if (!own.isEmpty()) {
            reports.add(report(recorder, clocks, own.list(), part.apply("")));
        }
        cameras.forEach((camera, readings) -> reports.add(report(recorder + "/" + camera, clocks, readings.list(),
                part.apply(camera))));
        return reports;
    }

    private static Decoded.Report report(String device, Clocks clocks, List<Reading> readings,
            byte @Nullable [] kept) {
        return new Decoded.Report(device, null, null,
                List.of(new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), readings, null)), List.of(),
                null, kept);
    }
}
