package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.RiverPosts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The passing part of the stream: all river posts, and the devices that changed since the last look. */
public final class Snapshots {
    /** Wider than the interval between looks, because a device's state is written up to half a second late. */
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private final RiverPosts posts;
    private final DeviceQueries devices;
    private final Clock clock;
    private final int frameBytes;
    private Map<String, ObjectNode> sent = Map.of();

    public Snapshots(RiverPosts posts, DeviceQueries devices, Clock clock, int frameBytes) {
        this.posts = posts;
        this.devices = devices;
        this.clock = clock;
        this.frameBytes = frameBytes;
    }

    /** For those kinds of viewers that look on; never called by two threads at once. */
    synchronized List<SseFrame> frames(Set<Viewer.Kind> viewers) {
        List<SseFrame> frames = new ArrayList<>(
                SseFrame.passing("posts", posts.all(), frameBytes, Reach.EVERYBODY));
        List<ObjectNode> changed = changed();
        frames.addAll(SseFrame.passing("devices", changed, frameBytes, Reach.STAFF));
        if (viewers.contains(Viewer.Kind.VISITOR)) {
            frames.addAll(SseFrame.passing("devices",
                    changed.stream().map(VisitorView::device).flatMap(Optional::stream).toList(), frameBytes,
                    Reach.VISITORS));
        }
        return frames;
    }

    private List<ObjectNode> changed() {
        Map<String, ObjectNode> now = new HashMap<>();
        List<ObjectNode> changed = new ArrayList<>();
        for (ObjectNode device : devices.changedWithin(WINDOW, clock.instant())) {
            ObjectNode lasting = device.deepCopy().without(List.of("age_s"));
            @Nullable
            ObjectNode before = sent.get(device.path("device_id").asText());
            now.put(device.path("device_id").asText(), lasting);
            if (!lasting.equals(before)) {
                changed.add(device);
            }
        }
        sent = now;
        return changed;
    }
}
