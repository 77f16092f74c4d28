package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * The metrics of one payload as samples, the newest last: each metric has a time of its own, and those a node kept
 * while it was offline are marked historical.
 *
 * @param names what the site calls a metric: options of the route, see {@link SparkplugNames}
 */
record SparkplugSamples(Message message, SparkplugPayload payload, Map<String, String> names) {

    private static final int SAMPLES = 500;
    private static final long LATEST_MS = 253_402_300_799_999L;

    private record Moment(long millis, boolean historical) {
    }

    /**
     * The values of a birth, all of its time: those that are older were told before, under their own time, and are
     * marked as a snapshot.
     */
    List<Sample> snapshot(SparkplugNode node, String device, int flags) throws Refused {
        Long birth = payload.timestamp();
        List<SparkplugMetric> metrics = payload.metrics().stream()
                .map(metric -> birth == null ? metric : metric.at(birth)).toList();
        return new SparkplugSamples(message, new SparkplugPayload(birth, payload.seq(), metrics), names).of(node,
                device, flags);
    }

    /** {@code UNKNOWN_ALIAS} when a metric has a number that no birth explained. */
    List<Sample> of(SparkplugNode node, String device, int flags) throws Refused {
        Map<Moment, Map<String, Reading>> moments = new TreeMap<>(
                Comparator.comparingLong(Moment::millis).thenComparing(Moment::historical));
        for (SparkplugMetric metric : payload.metrics()) {
            SparkplugNode.Announced announced = node.announced(device, metric)
                    .orElseThrow(() -> new Refused(Reject.UNKNOWN_ALIAS, metric.alias() == null
                            ? "a metric has neither name nor alias"
                            : "alias " + metric.alias() + " was announced by no birth"));
            if (Privacy.concernsPart(announced.name())) {
                continue;
            }
            reading(metric, announced).ifPresent(reading -> moments
                    .computeIfAbsent(moment(metric), at -> new LinkedHashMap<>())
                    .put(reading.metric().name() + "@" + reading.component(), reading));
        }
        if (moments.size() > SAMPLES) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, moments.size() + " times, at most " + SAMPLES);
        }
        return samples(moments, flags);
    }

    /** The payload without what is not read of it and without what speaks of people. */
    byte[] kept(SparkplugNode node, String device) throws Refused {
        return SparkplugKept.of(message.payload(), payload.metrics(), metric -> node.announced(device, metric)
                .filter(announced -> Privacy.concernsPart(announced.name())).isEmpty());
    }

    private List<Sample> samples(Map<Moment, Map<String, Reading>> moments, int flags) {
        List<Sample> samples = new ArrayList<>(moments.size());
        moments.forEach((moment, readings) -> {
            Clocks clocks = Clocks.choose(message, instant(moment), null, null);
            samples.add(new Sample(clocks.observedAt(), clocks.source(),
                    clocks.flags() | flags | (moment.historical() ? Flag.HISTORICAL.bit() : 0),
                    List.copyOf(readings.values()), null));
        });
        return samples;
    }

    private Optional<Reading> reading(SparkplugMetric metric, SparkplugNode.Announced announced) {
        int datatype = metric.datatype() == 0 ? announced.datatype() : metric.datatype();
        String unit = metric.properties().unit().isEmpty() ? announced.unit() : metric.properties().unit();
        return SparkplugNames.canonical(announced.name(), names).flatMap(name -> metric.value()
                .flatMap(value -> value.as(datatype))
                .map(value -> name.reading(value, unit, metric.properties().flags())));
    }

    private Moment moment(SparkplugMetric metric) {
        Long at = metric.timestamp() == null ? payload.timestamp() : metric.timestamp();
        return new Moment(at == null ? -1 : at, metric.historical());
    }

    private static @Nullable Instant instant(Moment moment) {
        return moment.millis() < 0 || moment.millis() > LATEST_MS ? null : Instant.ofEpochMilli(moment.millis());
    }
}
