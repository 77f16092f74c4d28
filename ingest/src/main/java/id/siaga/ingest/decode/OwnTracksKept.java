package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The part of OwnTracks objects that is stored: members that are read, where they are what they should be. What is left
 * out (networks, faces, names of people, whatever an app adds) may speak of people. It decodes to the same report.
 */
final class OwnTracksKept {

    private static final Set<String> NUMBERS = Set.of("tst", "lat", "lon", "alt", "acc", "vel", "cog", "batt", "bs",
            "p",
            "odometer", "hmc", "ubatt", "uext", "ign");
    private static final Set<String> EVENTS = Set.of("enter", "leave");
    private static final String REGION = "desc";

    private OwnTracksKept() {
    }

    static byte[] of(JsonNode root) {
        return kept(root).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode kept(JsonNode node) {
        if (!node.isArray()) {
            return object(node);
        }
        ArrayNode objects = JsonNodeFactory.instance.arrayNode();
        node.forEach(each -> objects.add(object(each)));
        return objects;
    }

    private static ObjectNode object(JsonNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        object.properties().stream().filter(member -> keeps(member.getKey(), member.getValue()))
                .forEach(member -> kept.set(member.getKey(), member.getValue()));
        return kept;
    }

    private static boolean keeps(String name, JsonNode value) {
        return switch (name) {
            case "_type" -> OwnTracksDecoder.TYPES.contains(value.asText());
            case "event" -> EVENTS.contains(value.asText());
            case "t" -> value.asText().length() == 1;
            case REGION -> value.isTextual();
            default -> NUMBERS.contains(name) && isNumber(value);
        };
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || value.isBoolean()
                || (value.isTextual() && Printed.plain(value.textValue()).isPresent());
    }
}
