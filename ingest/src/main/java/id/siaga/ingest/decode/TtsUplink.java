package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/** An uplink of The Things Stack: the normalized payload when there is one, else the maker's, else the bytes. */
final class TtsUplink {

    private static final int MESSAGES = 100;

    private TtsUplink() {
    }

    static List<Sample> samples(Message message, Route route, JsonNode root) throws Refused {
        JsonNode uplink = root.path("uplink_message");
        Clocks clocks = TtsClocks.of(message, root, uplink);
        int flags = root.path("simulated").asBoolean() ? Flag.SIMULATED.bit() : 0;
        List<Reading> signal = LoraPayload.signal(uplink.path("rx_metadata"));
        List<Sample> samples = new ArrayList<>();
        Frame frame = normalized(message, uplink.path("normalized_payload"), samples);
        if (frame.isEmpty() && samples.isEmpty()) {
            frame = decoded(uplink, route);
        }
        samples.addAll(LoraPayload.samples(message, frame, signal, clocks));
        return flags == 0 ? samples : samples.stream().map(sample -> with(sample, flags)).toList();
    }

    /** Entries with a time of their own become samples of their own; the others are of now. */
    private static Frame normalized(Message message, JsonNode entries, List<Sample> dated) throws Refused {
        FieldMap map = FieldMaps.named("tts-normalized");
        Frame now = Frame.empty();
        for (JsonNode entry : entries) {
            Located part = Located.of(map.read(Leaves.of(entry)));
            List<JsonNode> written = entry.has("time") ? List.of(entry.get("time")) : List.of();
            Clocks clocks = SenderTime.choose(message, written, null);
            if (clocks.source() == TimeSource.DEVICE) {
                dated.add(new Sample(clocks.observedAt(), clocks.source(), clocks.flags(), part.readings(),
                        part.position()));
            } else {
                now.readings().addAll(part.readings());
                if (part.position() != null) {
                    now.places().add(part.position());
                }
            }
        }
        return now;
    }

    private static Frame decoded(JsonNode uplink, Route route) throws Refused {
        JsonNode object = uplink.path("decoded_payload");
        if (object.path("messages").isArray()) {
            Frame frame = Frame.empty();
            frame.readings().addAll(FieldMaps.named("sensecap").read(Leaves.of(numbered(object.path("messages")))));
            if (!frame.isEmpty()) {
                return frame;
            }
        }
        return payload(uplink).frame(route);
    }

    /** As the device repository knows what joined; what the device says itself outranks it. */
    static Map<String, String> about(Route route, JsonNode uplink) {
        JsonNode version = uplink.path("version_ids");
        return new About().add(About.FIRMWARE, version.get("firmware_version"))
                .add(About.HARDWARE, version.get("hardware_version")).add(About.MODEL, model(uplink))
                .addAll(payload(uplink).about(route)).facts();
    }

    private static LoraPayload payload(JsonNode uplink) {
        return new LoraPayload(uplink.path("decoded_payload"), Json.text(uplink.get("frm_payload")).orElse(""),
                uplink.path("f_port").asInt(), "", model(uplink));
    }

    private static String model(JsonNode uplink) {
        JsonNode version = uplink.path("version_ids");
        return version.path("brand_id").asText() + " " + version.path("model_id").asText();
    }

    /** {@code [{measurementId, measurementValue}, …]}, sometimes in a further list, as an object by number. */
    private static ObjectNode numbered(JsonNode messages) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        messages.valueStream().flatMap(each -> each.isArray() ? each.valueStream() : Stream.of(each))
                .filter(each -> each.has("measurementValue")).limit(MESSAGES)
                .forEach(each -> object.set(each.path("measurementId").asText(), each.get("measurementValue")));
        return object;
    }

    private static Sample with(Sample sample, int flags) {
        return new Sample(sample.observedAt(), sample.timeSource(), sample.flags() | flags, sample.readings(),
                sample.position());
    }
}
