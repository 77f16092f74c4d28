package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * An observation of OGC SensorThings 1.1. Only its Datastream knows device, metric and unit: the route's option
 * {@code datastream.<id>: <device> <metric> [unit]} says them, further metrics of a MultiDatastream after commas.
 */
final class SensorThingsDecoder implements Decoder {

    private static final Pattern IN_TOPIC = Pattern.compile("(?:Multi)?Datastreams\\('?([^()']{1,64})'?\\)");
    private static final List<String> STREAMS = List.of("Datastream", "MultiDatastream");
    private static final List<String> TIMES = List.of("phenomenonTime", "resultTime");
    private static final Set<String> KNOWN_TIMES = Set.of("phenomenontime", "resulttime", "validtime");
    private static final Keep STREAM = KeptMembers.none().with("@iot.id", Keep.TEXT);
    private static final Keep KEPT = KeptMembers.none().with("result", Privacy::without)
            .texts("phenomenonTime", "resultTime", "validTime", "resultQuality", "@iot.id").with("Datastream", STREAM)
            .with("MultiDatastream", STREAM);
    private static final Set<String> FINE = Set.of("", "good", "ok", "valid");

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode came = Json.object(message.payload(), City.LIMIT);
            JsonNode root = kept(came);
            if (!root.has("result")) {
                throw Refused.shape("result is missing");
            }
            String stream = stream(root, route);
            String meaning = route.options().get("datastream." + stream);
            if (meaning == null) {
                throw Refused.shape("Datastream '" + stream + "' has no option datastream." + stream);
            }
            String[] deviceAndMetrics = meaning.strip().split("\\s+", 2);
            List<Reading> readings = readings(root.get("result"),
                    deviceAndMetrics.length > 1 ? deviceAndMetrics[1].split(",") : new String[0]);
            return Privacy.keeping(report(message, route, root, Identity.checked(deviceAndMetrics[0]), readings), came,
                    root);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    /** What is read of an observation; whoever made it and wherever he lives is not. */
    private static JsonNode kept(JsonNode came) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) KEPT.of(came));
        came.properties().stream().filter(member -> member.getKey().toLowerCase(Locale.ROOT).endsWith("time"))
                .forEach(member -> Keep.put(kept, member.getKey(), Keep.TEXT.of(member.getValue())));
        return kept;
    }

    private static Decoded report(Message message, Route route, JsonNode root, String device, List<Reading> readings)
            throws Refused {
        Clocks clocks = SenderTime.choose(message, times(root), SenderTime.zone(route));
        int flags = clocks.flags() | City.simulated(message) | misspelt(root) | doubtful(root);
        String key = clocks.source() == TimeSource.DEVICE ? null : Identity.hash(message);
        return new Decoded.Report(device, null, key,
                List.of(new Sample(clocks.observedAt(), clocks.source(), flags, readings, null)), List.of(), null);
    }

    private static String stream(JsonNode root, Route route) throws Refused {
        Matcher topic = IN_TOPIC.matcher(route.capture("datastream"));
        if (topic.matches()) {
            return topic.group(1);
        }
        for (String name : STREAMS) {
            Optional<String> id = Identity.at(root.path(name), "/@iot.id");
            if (id.isPresent()) {
                return id.get().substring(0, Math.min(64, id.get().length()));
            }
        }
        throw Refused.shape("neither the topic nor Datastream.@iot.id names a Datastream");
    }

    private static List<Reading> readings(JsonNode result, String[] metrics) throws Refused {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < metrics.length; i++) {
            JsonNode value = result.isArray() ? result.path(i) : i == 0 ? result : result.path("");
            FieldRule.option("", metrics[i]).read(value, "").ifPresent(readings::add);
        }
        if (readings.isEmpty()) {
            throw Refused.shape("result holds no value of the Datastream's metrics");
        }
        return readings;
    }

    /** An interval is dated by its end: rain is known when it has fallen. */
    private static List<JsonNode> times(JsonNode root) {
        List<JsonNode> times = new ArrayList<>();
        for (String name : TIMES) {
            Json.text(root.get(name)).map(text -> text.substring(text.indexOf('/') + 1)).map(TextNode::valueOf)
                    .ifPresent(times::add);
        }
        return times;
    }

    /** A time under a name that no standard has was meant as one. */
    private static int misspelt(JsonNode root) {
        for (Iterator<String> names = root.fieldNames(); names.hasNext();) {
            String name = names.next().toLowerCase(Locale.ROOT);
            if (name.endsWith("time") && !KNOWN_TIMES.contains(name)) {
                return Flag.CLOCK_ASSUMED.bit();
            }
        }
        return 0;
    }

    private static int doubtful(JsonNode root) {
        JsonNode quality = root.path("resultQuality");
        boolean fine = quality.isMissingNode() || quality.isNull()
                || FINE.contains(quality.asText().toLowerCase(Locale.ROOT));
        return fine ? 0 : Flag.LOW_ACCURACY.bit();
    }
}
