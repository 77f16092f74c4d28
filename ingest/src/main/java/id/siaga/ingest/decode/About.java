package id.siaga.ingest.decode;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

/** Collects what a device says of itself; what is missing, empty or no short text is left out. */
final class About {

    static final String FIRMWARE = "firmware";
    static final String HARDWARE = "hardware";
    static final String MODEL = "model";
    static final int CHARS = 64;

    private final Map<String, String> facts = new TreeMap<>();

    About add(String name, @Nullable JsonNode value) {
        return add(name, Json.text(value).orElse(""));
    }

    About add(String name, String value) {
        String text = value.strip();
        if (!text.isEmpty() && text.length() <= CHARS) {
            facts.put(name, text);
        }
        return this;
    }

    About addAll(Map<String, String> others) {
        facts.putAll(others);
        return this;
    }

    Map<String, String> facts() {
        return Map.copyOf(facts);
    }
}
