package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A payload that is bare text, as the object it stands for: one value under the name its topic gives it, or with the
 * option {@code separator} several values under their places, from 0.
 */
final class FlatText {

    private static final int LIMIT = 1024;
    private static final int VALUES = 64;

    private FlatText() {
    }

    /** Whether it is not meant as JSON: no object and no array. */
    static boolean bare(byte[] payload) {
        for (byte each : payload) {
            if (each > ' ') {
                return each != '{' && each != '[';
            }
        }
        return true;
    }

    static ObjectNode object(byte[] payload, Route route) throws Refused {
        Text text = Text.of(payload, LIMIT);
        String value = new String(text.bytes(), text.start(), text.length(), StandardCharsets.UTF_8).strip();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String separator = route.options().get("separator");
        if (separator == null) {
            return object.put(route.capture("field").isEmpty() ? "value" : route.capture("field"), value);
        }
        String[] values = value.split(Pattern.quote(separator), VALUES);
        for (int i = 0; i < values.length; i++) {
            object.put(Integer.toString(i), values[i].strip());
        }
        return object;
    }
}
