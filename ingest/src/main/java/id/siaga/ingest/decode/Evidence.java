package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is stored of a payload when some of its members are nobody's business. */
final class Evidence {

    private Evidence() {
    }

    /** The objects without the members at {@code pointers}; null, which keeps the payload as it came, if none is there. */
    static byte @Nullable [] without(List<JsonNode> objects, List<String> pointers) {
        boolean any = pointers.stream()
                .anyMatch(at -> objects.stream().anyMatch(object -> !object.at(at).isMissingNode()));
        if (!any) {
            return null;
        }
        List<JsonNode> kept = objects.stream().map(object -> without(object, pointers)).toList();
        JsonNode whole = kept.size() == 1 ? kept.get(0) : JsonNodeFactory.instance.arrayNode().addAll(kept);
        return bytes(whole);
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode without(JsonNode object, List<String> pointers) {
        JsonNode kept = object.deepCopy();
        for (String pointer : pointers) {
            JsonPointer at = JsonPointer.compile(pointer);
            if (kept.at(at.head()) instanceof ObjectNode parent) {
                parent.remove(at.last().getMatchingProperty());
            }
        }
        return kept;
    }
}
