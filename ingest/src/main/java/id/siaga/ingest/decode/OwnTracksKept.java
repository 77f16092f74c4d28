package id.siaga.ingest.decode;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * The part of OwnTracks objects that is stored: members that are read, where they are what they should be. What is left
 * out (networks, faces, names of people, whatever an app adds) may speak of people. It decodes to the same report.
 */
final class OwnTracksKept {

    private static final Keep OBJECT = KeptMembers.none().with("_type", oneOf(OwnTracksDecoder.TYPES))
            .with("event", oneOf(Set.of("enter", "leave")))
            .with("t", value -> value.asText().length() == 1 ? value : MissingNode.getInstance())
            .texts("desc").numbers("tst", "lat", "lon", "alt", "acc", "vel", "cog", "batt", "bs", "p", "odometer",
                    "hmc", "ubatt", "uext", "ign");
    private static final Keep KEPT = Keep.oneOrMany(OBJECT);

    private OwnTracksKept() {
    }

    static byte[] of(JsonNode root) {
        return Json.bytes(KEPT.of(root));
    }

    private static Keep oneOf(Set<String> words) {
        return value -> words.contains(value.asText()) ? value : MissingNode.getInstance();
    }
}
