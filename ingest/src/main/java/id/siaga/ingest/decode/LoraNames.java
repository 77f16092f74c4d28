package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What somebody typed into a LoRaWAN network server: names of devices, gateways and tenants, and tags of which one is
 * read. Where a device hangs in a house they name who lives there, and the EUI says which device it is.
 */
final class LoraNames {

    private static final List<String> TYPED = List.of("deviceName", "applicationName", "tenantName", "gatewayName",
            "device_name", "gateway_name", "metadata");
    private static final List<String> READ_TAGS = List.of("codec");

    private LoraNames() {
    }

    /** The event without them and without what speaks of people; the same event when it has neither. */
    static JsonNode without(JsonNode came) {
        JsonNode open = Privacy.without(came).deepCopy();
        strip(open);
        return open.equals(came) ? came : open;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(TYPED);
            if (object.get("tags") instanceof ObjectNode tags) {
                tags.retain(READ_TAGS);
            }
            if (object.path("objectJSON").isTextual()) {
                object.put("objectJSON", open(object.path("objectJSON").textValue()));
            }
            if (object.has("gatewayID")) {
                object.remove("name");
            }
        }
        node.forEach(LoraNames::strip);
    }

    /** The codec's object as v3 writes it. What is no document is refused further on. */
    private static String open(String text) {
        try {
            JsonNode inner = Json.tree(text.getBytes(StandardCharsets.UTF_8), City.LIMIT);
            JsonNode open = Privacy.without(inner);
            return open.equals(inner) ? text : open.toString();
        } catch (Refused refused) {
            return text;
        }
    }
}
