package id.siaga.ingest.decode;

import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import id.siaga.ingest.telemetry.Message;

/**
 * What may be kept of a payload that could not be used. Nothing where it speaks of people, by its route's format or by
 * its looks; else the document without {@code privacy.yaml}'s members. What came down no route has been looked at by
 * nobody: of it stay numbers, truths and names as programs give them, enough to write a field map from, and no text.
 */
public final class Evidence {

    private static final byte[] NOTHING = {};
    private static final TextNode WITHHELD = TextNode.valueOf("…");
    /** Longer ones are telephones, cards and citizens, unless they are times. */
    private static final double LONGEST_NUMBER = 1e8;
    private static final double EARLIEST_S = 1_420_070_400; // 2015
    private static final double LATEST_S = 2_051_222_400; // 2035
    private static final double MILLIS = 1000;
    /** What a program calls a member; people, telephones and hardware addresses look otherwise. */
    private static final Pattern MEMBER = Pattern.compile("(?!\\p{XDigit}{12})[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{7}");
    /** Formats that are not documents: a text in them is not by itself somebody's words. */
    private static final Set<String> NO_DOCUMENTS = Set.of("influx", "collectd", "sparkplug");

    /** Formats in which somebody named what he hung up. */
    private static final Set<String> NAMED = Set.of("chirpstack", "tts");

    private Evidence() {
    }

    /** @param format the decoder's name, or empty when no route knew the topic */
    public static byte[] of(String format, Message message) {
        byte[] payload = message.payload();
        if (Decoders.personal(format) || Privacy.pictured(payload) || concerns(message.topic())) {
            return NOTHING;
        }
        try {
            return of(format, payload, document(payload));
        } catch (Refused noDocument) {
            return format.isEmpty() || Privacy.mentioned(payload) || prose(format, payload) ? NOTHING : payload;
        }
    }

    private static JsonNode document(byte[] payload) throws Refused {
        return Cbor.isArray(payload)
                ? Cbor.tree(payload, Json.DOCUMENT_LIMIT)
                : Json.tree(payload, Json.DOCUMENT_LIMIT);
    }

    /** Whether it does not even begin as a document where one should be: somebody's words, or anything at all. */
    private static boolean prose(String format, byte[] payload) {
        return !NO_DOCUMENTS.contains(format) && FlatText.bare(payload);
    }

    private static byte[] of(String format, byte[] payload, JsonNode document) {
        if (Privacy.recognizes(document)) {
            return NOTHING;
        }
        JsonNode kept = NAMED.contains(format) ? LoraNames.without(document) : Privacy.without(document);
        JsonNode shown = format.isEmpty() ? wordless(kept) : kept;
        return shown.equals(document) ? payload : Json.bytes(shown);
    }

    private static boolean concerns(String topic) {
        return TopicPattern.split(topic).stream().anyMatch(Privacy::concerns);
    }

    private static JsonNode wordless(JsonNode value) {
        return switch (value) {
            case TextNode text -> measures(text.textValue()) ? text : WITHHELD;
            case NumericNode number -> measures(number.doubleValue()) ? number : WITHHELD;
            case ArrayNode array -> {
                ArrayNode kept = array.arrayNode(array.size());
                array.forEach(element -> kept.add(wordless(element)));
                yield kept;
            }
            case ObjectNode object -> {
                ObjectNode kept = object.objectNode();
                object.properties().forEach(
                        member -> kept.set(called(member.getKey(), kept.size()), wordless(member.getValue())));
                yield kept;
            }
            default -> value;
        };
    }

    private static boolean measures(String text) {
        Printed printed = Printed.parse(text);
        return printed.measured() && Math.abs(printed.value()) < LONGEST_NUMBER;
    }

    private static boolean measures(double number) {
        return Math.abs(number) < LONGEST_NUMBER || (number >= EARLIEST_S && number < LATEST_S)
                || (number >= EARLIEST_S * MILLIS && number < LATEST_S * MILLIS);
    }

    private static String called(String name, int place) {
        boolean member = MEMBER.matcher(name).matches() && !LONG_NUMBER.matcher(name).find();
        return member ? name : WITHHELD.textValue() + place;
    }
}
