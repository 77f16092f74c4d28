package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;

/**
 * Something Frigate saw: the camera delivered a frame at that time. Labels, names, faces and plates go no further.
 */
final class FrigateSighting {

    private static final double LATEST_S = 253_402_300_799.0;

    private FrigateSighting() {
    }

    static Decoded decoded(Message message, FrigateCameras cameras) throws Refused {
        JsonNode root = Json.object(message.payload(), Json.DOCUMENT_LIMIT);
        Members newest = Stream.of("after", "before").map(root::path).filter(JsonNode::isObject).findFirst()
                .map(Members::new).orElse(new Members(root));
        Optional<String> camera = newest.text("camera");
        if (camera.isEmpty()) {
            throw Refused.shape("camera is missing: not one of Frigate's sightings");
        }
        OptionalDouble frame = Stream.of("frame_time", "start_time", "timestamp").map(newest::positive)
                .filter(OptionalDouble::isPresent).findFirst().orElse(OptionalDouble.empty());
        if (frame.isEmpty() || frame.getAsDouble() > LATEST_S) {
            return new Decoded.Ignored("a sighting without the time of its frame");
        }
        Clocks clocks = Clocks.choose(message, Instant.ofEpochMilli((long) (frame.getAsDouble() * 1000)), null, null);
        Decoded seen = cameras.decoded(clocks, new Gathered(),
                Map.of(camera.get(), new Gathered().truth("cctv.stream_up", Optional.of(true))));
        return seen instanceof Decoded.Report report
                ? report.keeping(Json.bytes(kept(camera.get(), frame.getAsDouble())))
                : seen;
    }

    private static JsonNode kept(String camera, double frameTime) {
        return JsonNodeFactory.instance.objectNode().put("camera", camera).put("frame_time", frameTime);
    }
}
