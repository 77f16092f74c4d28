package id.siaga.ingest.decode;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** collectd's JSON: an array of value lists that say themselves what they are about. */
final class CollectdJson {

    private static final int VALUES = 64;
    private static final int NAME_CHARS = 128;

    private CollectdJson() {
    }

    static List<CollectdList> read(byte[] payload) throws Refused {
        JsonNode root = Json.tree(payload, Json.DOCUMENT_LIMIT);
        if (!root.isArray() || root.isEmpty()) {
            throw Refused.shape("not an array of value lists");
        }
        List<CollectdList> lists = new ArrayList<>(root.size());
        for (JsonNode list : root) {
            lists.add(list(list));
        }
        return lists;
    }

    private static CollectdList list(JsonNode list) throws Refused {
        return new CollectdList(name(list, "host"), name(list, "plugin"), list.path("plugin_instance").asText(),
                name(list, "type"), list.path("type_instance").asText(),
                new Epoch(0).instant(list.path("time"), "time"),
                values(list));
    }

    private static List<Double> values(JsonNode list) throws Refused {
        JsonNode values = list.path("values");
        if (!values.isArray() || values.isEmpty() || values.size() > VALUES) {
            throw Refused.shape("values is not an array of 1 to " + VALUES);
        }
        if (list.path("dsnames").size() != values.size()) {
            throw Refused.shape("dsnames are not as many as values");
        }
        return values.valueStream().map(value -> value.isNumber() ? value.doubleValue() : Double.NaN).toList();
    }

    private static String name(JsonNode list, String member) throws Refused {
        return Json.text(list.get(member)).filter(text -> !text.isBlank() && text.length() <= NAME_CHARS)
                .orElseThrow(() -> Refused.shape(member + " is not a name"));
    }

    /** Lists that {@link #read} reads back as they are. */
    static byte[] write(List<CollectdList> lists) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (CollectdList list : lists) {
            ObjectNode node = array.addObject();
            list.values().forEach(node.withArray("values")::add);
            list.values().forEach(value -> node.withArray("dsnames").add("value"));
            Instant time = list.time();
            node.put("time", new BigDecimal(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9)));
            node.put("host", list.host()).put("plugin", list.plugin()).put("plugin_instance", list.pluginInstance())
                    .put("type", list.type()).put("type_instance", list.typeInstance());
        }
        return Json.bytes(array);
    }
}
