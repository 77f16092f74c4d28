package id.siaga.ingest.decode;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/** The uplink event: what the device measured, how well the best gateway heard it, and what it remembered. */
final class ChirpStackUplink {

    private ChirpStackUplink() {
    }

    static List<Sample> samples(Message message, Route route, JsonNode root, Clocks clocks) throws Refused {
        if (root.hasNonNull("joinServerContext")) {
            throw new Refused(Reject.ENCRYPTED, "joinServerContext: the session key is with the join server");
        }
        return LoraPayload.samples(message, payload(root).frame(route), LoraPayload.signal(root.path("rxInfo")),
                clocks);
    }

    static Map<String, String> about(Route route, JsonNode root) {
        return payload(root).about(route);
    }

    private static LoraPayload payload(JsonNode root) {
        JsonNode device = root.path("deviceInfo");
        return new LoraPayload(root.path("object"), Json.text(root.get("data")).orElse(""),
                root.path("fPort").asInt(), device.path("tags").path("codec").asText(),
                device.path("deviceProfileName").asText());
    }
}
