package id.siaga.ingest.decode;

import java.io.IOException;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import id.siaga.ingest.telemetry.Reject;

/** CBOR arrays as strangers send them, as strict as {@link Json}: no text that no store can hold. */
final class Cbor {

    private static final int DEPTH = 32;

    /** The first byte of every CBOR array and of no JSON text (RFC 8949, §3.1). */
    private static final int ARRAY = 0x80;
    private static final int MAJOR_TYPE = 0xE0;
    private static final ObjectReader TREE = new CBORMapper(CBORFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build()).build()).reader();

    private Cbor() {
    }

    static boolean isArray(byte[] payload) {
        return payload.length > 0 && (payload[0] & MAJOR_TYPE) == ARRAY;
    }

    static JsonNode tree(byte[] payload, int limit) throws Refused {
        if (payload.length > limit) {
            throw new Refused(Reject.TOO_LARGE, payload.length + " bytes, at most " + limit);
        }
        try {
            JsonNode tree = TREE.readTree(payload);
            check(tree);
            return tree;
        } catch (IOException e) {
            throw new Refused(Reject.MALFORMED, "not CBOR");
        }
    }

    private static void check(JsonNode node) throws Refused {
        if (node.isTextual()) {
            check(node.textValue());
        }
        for (var member : node.properties()) {
            check(member.getKey());
        }
        for (JsonNode part : node) {
            check(part);
        }
    }

    private static void check(String text) throws Refused {
        if (text.indexOf('\0') >= 0) {
            throw new Refused(Reject.MALFORMED, "a text with NUL");
        }
        if (text.codePoints().anyMatch(Cbor::half)) {
            throw new Refused(Reject.MALFORMED, "half a surrogate pair");
        }
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
