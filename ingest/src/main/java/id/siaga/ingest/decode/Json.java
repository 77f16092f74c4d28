package id.siaga.ingest.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

import id.siaga.ingest.telemetry.Reject;

/** JSON as strangers send it: strict, no duplicate names, nested at most 32 deep, nothing after the value. */
final class Json {

    /** Room for the largest honest document (a tracker's backlog in one array). */
    static final int DOCUMENT_LIMIT = 1 << 20;
    private static final int DEPTH = 32;
    private static final int NUMBER_CHARS = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER_CHARS).build())
            .build();
    private static final ObjectReader TREE = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

    private Json() {
    }

    static JsonParser parser(Text text) throws IOException {
        return FACTORY.createParser(text.bytes(), text.start(), text.length());
    }

    static JsonNode tree(byte[] payload, int limit) throws Refused {
        Text text = Text.of(payload, limit);
        try {
            return TREE.readTree(text.bytes(), text.start(), text.length());
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode object(byte[] payload, int limit) throws Refused {
        JsonNode node = tree(payload, limit);
        if (!node.isObject()) {
            throw Refused.shape("not a JSON object");
        }
        return node;
    }

    /** The parser's complaint without what it quotes: a payload's words may be personal. */
    static Refused malformed(IOException e) {
        String detail = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "unreadable";
        return new Refused(Reject.MALFORMED, "not JSON: " + String.valueOf(detail).replaceAll("['\"].*['\"]", "…"));
    }

    static Optional<String> text(@Nullable JsonNode node) {
        return node == null || !node.isTextual() ? Optional.empty() : Optional.of(node.textValue());
    }

    /** A finite number; absent, null and other types are empty. */
    static OptionalDouble number(@Nullable JsonNode node) {
        return node != null && node.isNumber() && Double.isFinite(node.doubleValue())
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }

    /** A whole number that fits; absent and null are null, anything else is refused. */
    static @Nullable Long whole(JsonNode parent, String member) throws Refused {
        JsonNode node = parent.get(member);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Refused.shape(member + " is not a whole number");
        }
        return node.longValue();
    }
}
