package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * Frigate's {@code stats}: frames a second of each camera, disks in MiB, uptime. Since version 0.13 the cameras stand
 * below {@code cameras}, before that beside everything else.
 */
final class FrigateStats {

    /** Below this a camera delivers nothing (the documented test for a camera that is down). */
    private static final double LEAST_FPS = 0.1;
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double LATEST_S = 253_402_300_799.0;
    private static final int CAMERAS = 400;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "shm", "ramfs");

    private static final Keep CAMERA = KeptMembers.none().numbers("camera_fps", "expected_fps", "process_fps",
            "skipped_fps", "reconnects_last_hour", "stalls_last_hour").words("connection_quality");
    private static final Keep DISK = KeptMembers.none().numbers("total", "free", "used").words("mount_type");
    private static final Keep RECORDER = KeptMembers.none()
            .with("cpu_usages", KeptMembers.none().with("frigate.full_system", KeptMembers.none().numbers("cpu")))
            .with("detectors", Keep.named(KeptMembers.none().numbers("inference_speed")))
            .with("service", KeptMembers.none().numbers("uptime", "last_updated")
                    .with("temperatures", Keep.named(Keep.NUMBER)).with("storage", Keep.named(DISK)));

    private FrigateStats() {
    }

    static Decoded decoded(Message message, FrigateCameras cameras) throws Refused {
        ObjectNode root = kept(Json.object(message.payload(), Json.DOCUMENT_LIMIT));
        Map<String, Gathered> byCamera = cameras(root.path("cameras"));
        Members service = Members.of(root, "service");
        if (byCamera.isEmpty() && !service.object().isObject()) {
            throw Refused.shape("neither cameras nor service: not Frigate's stats");
        }
        Decoded decoded = cameras.decoded(Clocks.choose(message, time(service), null, null), recorder(root, service),
                byCamera, camera -> Json.bytes(part(root, camera)));
        return decoded instanceof Decoded.Report whole && whole.kept() == null
                ? whole.keeping(Json.bytes(root))
                : decoded;
    }

    /** What is read and nothing else, in the newer form. */
    private static ObjectNode kept(JsonNode root) {
        ObjectNode kept = (ObjectNode) RECORDER.of(root);
        ObjectNode cameras = kept.putObject("cameras");
        (root.path("cameras").isObject() ? root.get("cameras") : root).properties().stream()
                .filter(each -> each.getValue().has("camera_fps"))
                .forEach(each -> cameras.set(each.getKey(), CAMERA.of(each.getValue())));
        cameras.removeIf(camera -> !camera.has("camera_fps"));
        return kept;
    }

    /** The document with one camera, or with none: it decodes to that device's report alone. */
    private static JsonNode part(ObjectNode root, String camera) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        if (camera.isEmpty()) {
            part.setAll(root);
            part.putObject("cameras");
        } else {
            part.putObject("cameras").set(camera, root.path("cameras").get(camera));
            Keep.put(part.putObject("service"), "last_updated", root.path("service").path("last_updated"));
        }
        return part;
    }

    private static @Nullable Instant time(Members service) {
        OptionalDouble seconds = service.positive("last_updated");
        return seconds.isPresent() && seconds.getAsDouble() <= LATEST_S
                ? Instant.ofEpochMilli((long) (seconds.getAsDouble() * 1000))
                : null;
    }

    private static Map<String, Gathered> cameras(JsonNode all) throws Refused {
        if (all.size() > CAMERAS) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, all.size() + " cameras, at most " + CAMERAS);
        }
        Map<String, Gathered> cameras = new TreeMap<>();
        all.properties().forEach(each -> cameras.put(each.getKey(), camera(new Members(each.getValue()))));
        return cameras;
    }

    private static Gathered camera(Members camera) {
        OptionalDouble fps = camera.number("camera_fps");
        return new Gathered().number("cctv.fps", fps)
                .truth("cctv.stream_up", fps.isPresent()
                        ? Optional.of(fps.getAsDouble() >= LEAST_FPS)
                        : Optional.empty())
                .number("cctv.expected_fps", camera.number("expected_fps"))
                .number("cctv.process_fps", camera.number("process_fps"))
                .number("cctv.skipped_fps", camera.number("skipped_fps"))
                .number("cctv.reconnects", camera.number("reconnects_last_hour"))
                .number("cctv.stalls", camera.number("stalls_last_hour"))
                .word("cctv.connection_quality", "", camera.text("connection_quality"));
    }

    private static Gathered recorder(JsonNode root, Members service) {
        Gathered readings = new Gathered().number("device.uptime", service.number("uptime"));
        readings.number("cpu.used", Members.of(root.path("cpu_usages"), "frigate.full_system").number("cpu"));
        service.in("temperatures").object().properties().forEach(each -> readings.number("device.temperature",
                each.getKey(), service.in("temperatures").number(each.getKey()), 1, 0));
        root.path("detectors").properties().forEach(each -> readings.number("detector.inference", each.getKey(),
                new Members(each.getValue()).number("inference_speed"), 1, 0));
        service.in("storage").object().properties()
                .forEach(each -> disk(readings, each.getKey(), new Members(each.getValue())));
        return readings;
    }

    private static void disk(Gathered readings, String path, Members disk) {
        OptionalDouble total = disk.positive("total");
        if (total.isEmpty() || IN_MEMORY.contains(disk.text("mount_type").orElse(""))) {
            return;
        }
        readings.number("disk.total", path, total, BYTES_PER_MIB, 0);
        readings.number("disk.free", path, disk.number("free"), BYTES_PER_MIB, 0);
        disk.number("used").ifPresent(used -> readings.number("disk.used", path,
                OptionalDouble.of(Math.round(used / total.getAsDouble() * 10_000) / 100.0), 1, 0));
    }
}
