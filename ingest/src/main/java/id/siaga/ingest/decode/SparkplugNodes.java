package id.siaga.ingest.decode;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The edge nodes whose births were heard. Bounded: those silent the longest are forgotten, which costs them a rebirth.
 * Not thread-safe.
 */
final class SparkplugNodes {

    private final SparkplugLimits limits;
    private final Map<String, SparkplugNode> nodes = new LinkedHashMap<>(16, 0.75f, true);

    SparkplugNodes(SparkplugLimits limits) {
        this.limits = limits;
    }

    Optional<SparkplugNode> find(String nodeId) {
        return Optional.ofNullable(nodes.get(nodeId));
    }

    SparkplugNode findOrBegin(String nodeId) {
        return nodes.computeIfAbsent(nodeId, id -> new SparkplugNode());
    }

    void forget(String nodeId) {
        nodes.remove(nodeId);
    }

    /** To be called after a birth: keeps the newest node whatever its size. */
    void shrink() {
        int metrics = nodes.values().stream().mapToInt(SparkplugNode::size).sum();
        Iterator<SparkplugNode> oldest = nodes.values().iterator();
        while (nodes.size() > 1 && (nodes.size() > limits.nodes() || metrics > limits.metrics())) {
            metrics -= oldest.next().size();
            oldest.remove();
        }
    }

    int size() {
        return nodes.size();
    }
}
