package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/** A message read through a field map. */
record FlatReport(Message message, Route route, FieldMap map) {

    /** @param clocks what stands around the objects and dates them when they do not do so themselves */
    Decoded.Report of(String device, List<JsonNode> sent, List<JsonNode> clocks) throws Refused {
        List<JsonNode> objects = sent.stream().map(Privacy::without).toList();
        Presence presence = map.presence().isEmpty() ? null : presence(map.presence().get(), objects.get(0));
        List<Sample> samples = new ArrayList<>();
        for (JsonNode object : objects) {
            sample(object, clocks).ifPresent(samples::add);
        }
        if (presence == null && samples.stream().noneMatch(FlatReport::isKnown)) {
            throw Refused.shape("no member of the payload is in the route's field map");
        }
        boolean dated = samples.stream().allMatch(sample -> sample.timeSource() == TimeSource.DEVICE);
        return new Decoded.Report(device, null, dated ? null : Identity.hash(message), samples, List.of(), presence,
                objects.equals(sent) ? null : Json.bytes(whole(objects)));
    }

    private static JsonNode whole(List<JsonNode> objects) {
        return objects.size() == 1 ? objects.get(0) : JsonNodeFactory.instance.arrayNode().addAll(objects);
    }

    /** Whether anything in it was meant for us: a payload of unknown members alone came to the wrong map. */
    private static boolean isKnown(Sample sample) {
        return sample.position() != null
                || sample.readings().stream().anyMatch(each -> !each.metric().name().startsWith(ObjectFields.RAW));
    }

    private Optional<Sample> sample(JsonNode object, List<JsonNode> around) throws Refused {
        List<Reading> readings = map.read(Leaves.of(object));
        if (readings.isEmpty()) {
            return Optional.empty();
        }
        List<JsonNode> written = new ArrayList<>();
        map.times().stream().map(object::at).filter(node -> !node.isMissingNode() && !node.isNull())
                .forEach(written::add);
        written.addAll(around);
        Clocks clocks = SenderTime.choose(message, written, SenderTime.zone(route));
        Located part = Located.of(readings);
        return Optional.of(new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | City.simulated(message),
                part.readings(), part.position()));
    }

    private static Presence presence(FieldMap.PresenceRule rule, JsonNode object) throws Refused {
        for (String at : rule.at()) {
            String word = object.at(at).asText().strip().toLowerCase(Locale.ROOT);
            if (word.equals("online")) {
                return new Presence(Presence.State.ONLINE, Presence.Cause.EXPLICIT, null);
            }
            if (word.equals("offline")) {
                return new Presence(Presence.State.OFFLINE, rule.gone(), null);
            }
        }
        throw Refused.shape("the availability is neither online nor offline");
    }
}
