package id.siaga.ingest.decode;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What is kept of a value in a payload that may speak of people: what somebody has looked at, where it is what it should
 * be. What a sender adds tomorrow is out until then. Keeping twice is keeping once.
 */
@FunctionalInterface
interface Keep {

    int MOST = 500;
    Pattern NAME = Pattern.compile("[\\p{Alnum}_.:+-]{1,64}");

    /** What stays; a missing node where nothing does. */
    JsonNode of(JsonNode value);

    /** A number, a truth, or the text of either. */
    Keep NUMBER = value -> isNumber(value) ? value : MissingNode.getInstance();

    /** A number, a truth, or one word of at most 64 characters. */
    Keep WORD = value -> isNumber(value) || (value.isTextual() && NAME.matcher(value.textValue().strip()).matches())
            ? value
            : MissingNode.getInstance();

    /** A number, a truth, or a text, cut where {@link Members#text} cuts it. */
    Keep TEXT = value -> value.isTextual()
            ? TextNode.valueOf(Members.brief(value.textValue().strip()))
            : NUMBER.of(value);

    /** Members under names that somebody gave to parts of the device, at most {@value #MOST}; nothing empty. */
    static Keep named(Keep each) {
        return value -> {
            if (!value.isObject()) {
                return MissingNode.getInstance();
            }
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            value.properties().stream().limit(MOST)
                    .forEach(member -> put(kept, member.getKey(), each.of(member.getValue())));
            kept.removeIf(part -> part.isContainerNode() && part.isEmpty());
            return kept;
        };
    }

    /** What {@code each} keeps of a value, or of the elements of an array. */
    static Keep oneOrMany(Keep each) {
        return value -> {
            if (!value.isArray()) {
                return each.of(value);
            }
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> kept.add(each.of(element)));
            return kept;
        };
    }

    static void put(ObjectNode object, String name, JsonNode kept) {
        if (!kept.isMissingNode()) {
            object.set(name, kept);
        }
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() || value.isBoolean() || (value.isTextual()
                && (Printed.plain(value.textValue()).isPresent() || Members.truth(value).isPresent()));
    }
}
