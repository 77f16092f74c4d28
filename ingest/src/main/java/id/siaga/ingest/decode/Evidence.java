package id.siaga.ingest.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import id.siaga.ingest.telemetry.Message;

/**
 * What may be kept of a payload that could not be used. Nothing where it speaks of people, by its route's format or by
 * its looks; else the document without {@code privacy.yaml}'s members. What came down no route has been looked at by
 * nobody: of it stay names, numbers and truths, enough to write a field map from, and no text.
 */
public final class Evidence {

    private static final byte[] NOTHING = {};
    private static final TextNode WITHHELD = TextNode.valueOf("…");
    /** Longer ones, printed as text, are telephones, cards and citizens. */
    private static final double LONGEST_NUMBER = 1e8;

    private Evidence() {
    }

    /** @param format the decoder's name, or empty when no route knew the topic */
    public static byte[] of(String format, Message message) {
        byte[] payload = message.payload();
        if (Decoders.personal(format) || Privacy.pictured(payload) || concerns(message.topic())) {
            return NOTHING;
        }
        try {
            return of(format, payload, Json.tree(payload, Json.DOCUMENT_LIMIT));
        } catch (Refused noDocument) {
            return format.isEmpty() || Privacy.mentioned(payload) ? NOTHING : payload;
        }
    }

    private static byte[] of(String format, byte[] payload, JsonNode document) {
        if (Privacy.recognizes(document)) {
            return NOTHING;
        }
        JsonNode kept = Privacy.without(document);
        JsonNode shown = format.isEmpty() ? wordless(kept) : kept;
        return shown.equals(document) ? payload : Json.bytes(shown);
    }

    private static boolean concerns(String topic) {
        return TopicPattern.split(topic).stream().anyMatch(Privacy::concerns);
    }

    private static JsonNode wordless(JsonNode value) {
        return switch (value) {
            case TextNode text -> measures(text.textValue()) ? text : WITHHELD;
            case ArrayNode array -> {
                ArrayNode kept = array.arrayNode(array.size());
                array.forEach(element -> kept.add(wordless(element)));
                yield kept;
            }
            case ObjectNode object -> {
                ObjectNode kept = object.objectNode();
                object.properties().forEach(member -> kept.set(member.getKey(), wordless(member.getValue())));
                yield kept;
            }
            default -> value;
        };
    }

    private static boolean measures(String text) {
        Printed printed = Printed.parse(text);
        return printed.measured() && Math.abs(printed.value()) < LONGEST_NUMBER;
    }
}
