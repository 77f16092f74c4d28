package id.siaga.ingest.decode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;

/** The records of one device as samples, one for each time. What a name means is the map {@code senml}, else its unit. */
record SenmlSamples(Message message, FieldMap map) {

    private static final int SAMPLES = 500;
    private static final double LARGEST_SECONDS = 1e11;
    private static final double LARGEST_BACK_S = 1 << 28;

    /** @param parts what a record's readings are the component of */
    List<Sample> of(Map<SenmlRecord, String> parts) throws Refused {
        TreeMap<Double, Map<SenmlRecord, String>> byTime = new TreeMap<>();
        parts.forEach((record, part) -> byTime.computeIfAbsent(record.time(), time -> new LinkedHashMap<>())
                .put(record, part));
        if (byTime.size() > SAMPLES) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, byTime.size() + " times, at most " + SAMPLES);
        }
        double newest = byTime.isEmpty() ? 0 : byTime.lastKey();
        List<Sample> samples = new ArrayList<>();
        byTime.forEach((time, simultaneous) -> {
            Located located = Located.of(readings(simultaneous));
            if (!located.readings().isEmpty() || located.position() != null) {
                Clocks clocks = clocks(simultaneous.keySet().iterator().next(), newest);
                samples.add(new Sample(clocks.observedAt(), clocks.source(),
                        clocks.flags() | City.simulated(message), located.readings(), located.position()));
            }
        });
        return samples;
    }

    private List<Reading> readings(Map<SenmlRecord, String> simultaneous) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        simultaneous.forEach((record, part) -> reading(record, part).ifPresent(
                reading -> readings.putIfAbsent(reading.metric().name() + "/" + reading.component(), reading)));
        return new ArrayList<>(readings.values());
    }

    private Optional<Reading> reading(SenmlRecord record, String part) {
        JsonNode value = record.value();
        return value == null ? Optional.empty() : rule(record).of(part).read(value, "");
    }

    /** By the record's own name, else by its unit, else as a number nobody has named yet. */
    private FieldRule rule(SenmlRecord record) {
        String name = record.quantity();
        Optional<FieldRule> named = name.isEmpty() ? Optional.empty() : map.rule(name);
        FieldRule rule = named.or(() -> map.rule("unit " + record.unit()))
                .orElseGet(() -> FieldRule.option("", "raw." + (name.isEmpty() ? record.unit() : name)));
        return record.unit().isEmpty() ? rule : rule.in(record.unit());
    }

    /**
     * A time counted from now is the door's clock, however far back. When the pack's newest absolute time cannot be
     * believed, its clock is off as a whole: the newest is of now and the others keep their distance from it.
     */
    private Clocks clocks(SenmlRecord record, double newest) {
        boolean believed = record.dated() && Math.abs(record.time()) < LARGEST_SECONDS
                && Clocks.believable(at(record.time()), message.receivedAt());
        if (believed) {
            return Clocks.choose(message, at(record.time()), null, null);
        }
        Clocks now = Clocks.choose(message, record.dated() ? Instant.EPOCH : null, null, null);
        double back = record.dated() ? record.time() - newest : record.time();
        boolean possible = back <= 0 && back > -LARGEST_BACK_S;
        return possible
                ? new Clocks(now.observedAt().plusNanos(Math.round(back * 1e6) * 1000), TimeSource.BROKER, now.flags())
                : Clocks.choose(message, Instant.EPOCH, null, null);
    }

    private static Instant at(double seconds) {
        long micros = Math.round(seconds * 1e6);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
