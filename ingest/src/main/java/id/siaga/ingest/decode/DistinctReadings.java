package id.siaga.ingest.decode;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import id.siaga.ingest.telemetry.Reading;

/** Readings of one sample: a metric of a component has one value, the first one told. */
final class DistinctReadings {

    private record Key(String metric, String component) {
    }

    private final Map<Key, Reading> readings = new LinkedHashMap<>();

    void add(Reading reading) {
        readings.putIfAbsent(new Key(reading.metric().name(), reading.component()), reading);
    }

    void addAll(Collection<Reading> all) {
        all.forEach(this::add);
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    List<Reading> list() {
        return List.copyOf(readings.values());
    }
}
