package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An event as ChirpStack v3 wrote it, told in v4's words: EUIs in base64, the codec's object as text, the radio's ratio
 * and the reception's time under other names.
 */
final class ChirpStackV3 {

    private static final int EUI_BYTES = 8;

    private ChirpStackV3() {
    }

    static boolean wrote(JsonNode root) {
        return root.has("devEUI") && !root.has("deviceInfo");
    }

    static JsonNode modern(JsonNode root) throws Refused {
        ObjectNode modern = root.deepCopy();
        ObjectNode device = modern.putObject("deviceInfo");
        device.put("devEui", hex(Json.text(root.get("devEUI")).orElse("")));
        device.set("tags", root.path("tags").isObject() ? root.get("tags") : JsonNodeFactory.instance.objectNode());
        device.put("deviceProfileName", root.path("deviceProfileName").asText());
        String object = Json.text(root.get("objectJSON")).orElse("");
        if (!object.isEmpty()) {
            modern.set("object", object(object));
        }
        for (JsonNode reception : modern.path("rxInfo")) {
            if (reception instanceof ObjectNode each) {
                rename(each, "loRaSNR", "snr");
                rename(each, "time", "gwTime");
            }
        }
        if (!modern.has("time") && root.path("rxInfo").path(0).has("time")) {
            modern.set("time", root.path("rxInfo").path(0).get("time"));
        }
        return modern;
    }

    private static JsonNode object(String text) throws Refused {
        try {
            return Json.tree(text.getBytes(StandardCharsets.UTF_8), City.LIMIT);
        } catch (Refused refused) {
            throw refused.in("objectJSON");
        }
    }

    private static void rename(ObjectNode node, String from, String to) {
        JsonNode value = node.remove(from);
        if (value != null && !node.has(to)) {
            node.set(to, value);
        }
    }

    /** Builds differ: base64 of eight bytes, or their hex digits. */
    private static String hex(String eui) throws Refused {
        if (eui.length() == 2 * EUI_BYTES) {
            return eui;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(eui);
            if (bytes.length == EUI_BYTES) {
                return HexFormat.of().formatHex(bytes);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Refused.shape("devEUI is neither 16 hex digits nor 8 bytes in base64");
    }
}
