package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * collectd's write_mqtt: {@code time:value[:value…]} under {@code host/plugin-instance/type-instance}, or its JSON, an
 * array of value lists. Route option {@code rates: false} when collectd runs with {@code StoreRates false}; it does
 * not by default, and counters come as changes per second.
 */
final class CollectdDecoder implements Decoder {

    private static final int LISTS = 500;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            Text text = Text.of(message.payload(), Json.DOCUMENT_LIMIT);
            String payload = new String(text.bytes(), text.start(), text.length(), StandardCharsets.UTF_8).strip();
            return payload.startsWith("[")
                    ? decoded(message, route, CollectdJson.read(message.payload()))
                    : decoded(message, route, List.of(CollectdLine.read(payload, route)));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded decoded(Message message, Route route, List<CollectdList> lists) throws Refused {
        if (lists.size() > LISTS) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, lists.size() + " value lists, at most " + LISTS);
        }
        Map<String, List<CollectdList>> hosts = new LinkedHashMap<>();
        lists.forEach(list -> hosts.computeIfAbsent(list.host(), host -> new ArrayList<>()).add(list));
        List<Decoded.Report> reports = new ArrayList<>();
        for (Map.Entry<String, List<CollectdList>> host : hosts.entrySet()) {
            Decoded.Report report = report(message, route, host.getKey(), host.getValue());
            reports.add(hosts.size() == 1 ? report : report.keeping(CollectdJson.write(host.getValue())));
        }
        return reports.size() == 1 ? reports.get(0) : new Decoded.Several(reports);
    }

    private static Decoded.Report report(Message message, Route route, String host, List<CollectdList> lists)
            throws Refused {
        boolean rates = !route.options().getOrDefault("rates", "true").equals("false");
        Map<Clocks, DistinctReadings> samples = new TreeMap<>(TelegrafReports.BY_TIME);
        for (CollectdList list : lists) {
            samples.computeIfAbsent(Clocks.choose(message, list.time(), null, null), clocks -> new DistinctReadings())
                    .addAll(list.readings(rates));
        }
        return new Decoded.Report(host, null, null, samples.entrySet().stream()
                .filter(sample -> !sample.getValue().isEmpty())
                .map(sample -> sample(message, sample.getKey(), sample.getValue())).toList(), List.of(), null);
    }

    private static Sample sample(Message message, Clocks clocks, DistinctReadings readings) {
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | City.simulated(message),
                readings.list(), null);
    }
}
