package id.siaga.ingest.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What is stored in place of a payload that may speak of people. */
final class Kept {

    private static final JsonMapper JSON = new JsonMapper();

    private Kept() {
    }

    static byte[] of(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed document can be written", e);
        }
    }
}
