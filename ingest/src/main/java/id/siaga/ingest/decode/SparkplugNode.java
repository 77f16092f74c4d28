package id.siaga.ingest.decode;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** What one edge node said of itself and its devices since its birth. Not thread-safe. */
final class SparkplugNode {

    private static final int SEQUENCE = 256;

    /** How a message's number follows the one before. */
    enum Order {
        FOLLOWS, REPEATED, GAP, UNKNOWN
    }

    /**
     * A metric as its birth announced it.
     *
     * @param device empty for the node's own
     */
    record Announced(String device, String name, int datatype, String unit) {
    }

    private final Map<Long, Announced> byAlias = new HashMap<>();
    private final Map<String, Map<String, Announced>> byDevice = new HashMap<>();
    private @Nullable Long bdSeq;
    private @Nullable Long last;
    private int size;

    /** The node begins anew: what it and its devices announced before is void. */
    void born(SparkplugPayload payload) {
        byAlias.clear();
        byDevice.clear();
        size = 0;
        bdSeq = payload.bdSeq().orElse(null);
        last = payload.seq();
        announce("", payload.metrics());
    }

    /** Remembers what {@code device} will send, instead of what it announced before. */
    void announce(String device, List<SparkplugMetric> metrics) {
        forget(device);
        Map<String, Announced> names = new HashMap<>();
        for (SparkplugMetric metric : metrics) {
            String name = metric.name();
            if (name != null) {
                Announced announced = new Announced(device, name, metric.datatype(), metric.properties().unit());
                names.put(name, announced);
                if (metric.alias() != null) {
                    byAlias.put(metric.alias(), announced);
                }
            }
        }
        byDevice.put(device, names);
        size += names.size();
    }

    void forget(String device) {
        Map<String, Announced> names = byDevice.remove(device);
        if (names != null) {
            size -= names.size();
            byAlias.values().removeIf(announced -> announced.device().equals(device));
        }
    }

    /** Whether this part of the node was born and has not died since. */
    boolean knows(String device) {
        return byDevice.containsKey(device);
    }

    /** Whether the birth announced every metric that is named here. */
    boolean announced(String device, List<SparkplugMetric> metrics) {
        Map<String, Announced> names = byDevice.get(device);
        return names != null
                && metrics.stream().allMatch(metric -> metric.name() == null || names.containsKey(metric.name()));
    }

    /** Takes note of a message's number; one message late is two gaps, and harmless. */
    Order follow(@Nullable Long seq) {
        Long before = last;
        last = seq == null ? before : seq;
        if (seq == null || before == null) {
            return Order.UNKNOWN;
        }
        if (seq.equals(before)) {
            return Order.REPEATED;
        }
        return seq == (before + 1) % SEQUENCE ? Order.FOLLOWS : Order.GAP;
    }

    /** Whether a death belongs to a connection before the present one; without both numbers it is believed. */
    boolean outlived(Optional<Long> death) {
        Long birth = bdSeq;
        return birth != null && death.isPresent() && !birth.equals(death.get());
    }

    Optional<Announced> announced(String device, SparkplugMetric metric) {
        String name = metric.name();
        if (name != null) {
            return Optional.of(byDevice.getOrDefault(device, Map.of()).getOrDefault(name,
                    new Announced(device, name, 0, "")));
        }
        return metric.alias() == null
                ? Optional.empty()
                : Optional.ofNullable(byAlias.get(metric.alias()))
                        .filter(announced -> announced.device().equals(device));
    }

    /** The devices behind the node that were born, by name. */
    Collection<String> devices() {
        Set<String> devices = new TreeSet<>(byDevice.keySet());
        devices.remove("");
        return devices;
    }

    int size() {
        return size;
    }
}
