package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON Merge Patch (RFC 7396): null removes, an object goes on inside, anything else replaces. */
public final class MergePatch {

    private MergePatch() {
    }

    /** {@code target} with {@code patch} applied; the target itself stays as it is. */
    public static ObjectNode merged(JsonNode target, ObjectNode patch) {
        ObjectNode result = target instanceof ObjectNode object
                ? object.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else if (change.getValue() instanceof ObjectNode inner) {
                result.set(change.getKey(), merged(result.path(change.getKey()), inner));
            } else {
                result.set(change.getKey(), change.getValue());
            }
        }
        return result;
    }
}
