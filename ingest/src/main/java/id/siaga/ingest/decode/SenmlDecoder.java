package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * Sensor Measurement Lists (RFC 8428) in JSON or CBOR, at most 64 KiB. The topic names the device, and then what the
 * records' names belong to are its components; without that they are the devices.
 */
final class SenmlDecoder implements Decoder {

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            Map<String, List<SenmlRecord>> byOwner = new LinkedHashMap<>();
            SenmlPack pack = SenmlPack.resolve(tree(message.payload()));
            List<SenmlRecord> records = pack.records();
            if (records.isEmpty()) {
                throw Refused.shape("every record speaks of people");
            }
            for (SenmlRecord record : records) {
                byOwner.computeIfAbsent(record.owner(), owner -> new ArrayList<>()).add(record);
            }
            SenmlSamples samples = new SenmlSamples(message, FieldMaps.named("senml").with(route.options()));
            String named = route.options().getOrDefault("device", route.deviceId());
            Decoded decoded = named.isEmpty()
                    ? byOwner(message, samples, byOwner)
                    : of(message, samples, named, byOwner);
            return decoded instanceof Decoded.Report report && !pack.whole() ? report.keeping(part(records)) : decoded;
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded.Report of(Message message, SenmlSamples samples, String device,
            Map<String, List<SenmlRecord>> byOwner) throws Refused {
        Map<SenmlRecord, String> parts = new LinkedHashMap<>();
        byOwner.forEach((owner, records) -> records
                .forEach(record -> parts.put(record, byOwner.size() == 1 ? "" : owner)));
        return report(message, Identity.checked(device), samples.of(parts));
    }

    /** Each device's evidence is its own part of the pack. */
    private static Decoded byOwner(Message message, SenmlSamples samples, Map<String, List<SenmlRecord>> byOwner)
            throws Refused {
        if (byOwner.size() > Decoded.Several.MOST) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, byOwner.size() + " devices, at most " + Decoded.Several.MOST);
        }
        List<Decoded.Report> reports = new ArrayList<>();
        for (Map.Entry<String, List<SenmlRecord>> each : byOwner.entrySet()) {
            Decoded.Report report = of(message, samples, each.getKey(), Map.of(each.getKey(), each.getValue()));
            reports.add(byOwner.size() == 1 ? report : report.keeping(part(each.getValue())));
        }
        return reports.size() == 1 ? reports.get(0) : new Decoded.Several(reports);
    }

    private static byte[] part(List<SenmlRecord> records) {
        ArrayNode part = JsonNodeFactory.instance.arrayNode();
        records.forEach(record -> part.add(record.json()));
        return Json.bytes(part);
    }

    private static Decoded.Report report(Message message, String device, List<Sample> samples) {
        boolean dated = samples.stream().allMatch(sample -> sample.timeSource() == TimeSource.DEVICE);
        return new Decoded.Report(device, null, dated ? null : Identity.hash(message), samples, List.of(), null);
    }

    static JsonNode tree(byte[] payload) throws Refused {
        return Cbor.isArray(payload) ? Cbor.tree(payload, City.LIMIT) : Json.tree(payload, City.LIMIT);
    }
}
