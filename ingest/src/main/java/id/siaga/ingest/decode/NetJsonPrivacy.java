package id.siaga.ingest.decode;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A NetJSON document without people: only members that are known to speak of the router stay, so that what an agent
 * adds tomorrow is out until somebody has looked at it. Of {@code clients} stays how many there are.
 */
final class NetJsonPrivacy {

    private static final Set<String> BRANCHES = Set.of("general", "resources", "memory", "disk", "cpu", "interfaces",
            "statistics", "wireless", "mobile", "signal", "lte", "gsm", "umts", "5g", "load");
    private static final Set<String> NUMBERS = Set.of("local_time", "uptime", "cpus", "total", "free", "buffered",
            "cached", "cache", "shared", "available", "used_bytes", "available_bytes", "used_percent", "size_bytes",
            "user", "system", "nice", "idle", "iowait", "irq", "softirq", "rx_bytes", "tx_bytes", "rx_packets",
            "tx_packets", "rx_errors", "tx_errors", "rx_dropped", "tx_dropped", "channel", "frequency", "noise",
            "signal", "tx_power", "quality", "quality_max", "rssi", "rsrp", "rsrq", "snr", "rscp", "ecio", "load");
    private static final Set<String> TRUTHS = Set.of("up");
    /** Words of a closed vocabulary, or names an administrator gave to parts of the router. */
    private static final Map<String, Integer> WORDS = Map.of("type", 32, "name", 32, "mount_point", 64, "speed", 16,
            "mode", 32, "model", 64, "firmware", 64, "hardware", 64);
    private static final int MEMBERS = 500;

    private NetJsonPrivacy() {
    }

    static ObjectNode strip(JsonNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        object.properties().stream().limit(MEMBERS).forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.equals("clients")) {
                kept.put("clients", value.isNumber() ? value.asInt() : value.size());
            } else if (value.isContainerNode() ? BRANCHES.contains(name) : plain(name, value)) {
                kept.set(name, branch(value));
            }
        });
        return kept;
    }

    private static JsonNode branch(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> strip(object);
            case ArrayNode array -> list(array);
            default -> value;
        };
    }

    private static ArrayNode list(ArrayNode array) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        array.valueStream().limit(MEMBERS).filter(element -> element.isObject() || element.isNumber())
                .forEach(element -> kept.add(branch(element)));
        return kept;
    }

    private static boolean plain(String name, JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().length() <= WORDS.getOrDefault(name, -1);
        }
        return value.isNumber() ? NUMBERS.contains(name) : value.isBoolean() && TRUTHS.contains(name);
    }
}
