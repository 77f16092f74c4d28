package id.siaga.ingest.decode;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One record of a SenML pack after its base values are added (RFC 8428, §4.6).
 *
 * @param name whole name: base name and name
 * @param own the record's own part of the name, empty when it goes by the base name alone
 * @param unit SenML unit, or empty
 * @param time seconds since 1970, or relative to now when below 2<sup>28</sup>
 * @param value number, text or truth; null when the record holds nothing that can be measured (data, a sum alone)
 */
record SenmlRecord(String name, String own, String unit, double time, @Nullable JsonNode value) {

    /** Below it a time counts from now (RFC 8428, §4.5.3). */
    private static final double ABSOLUTE_FROM_S = 1 << 28;

    boolean dated() {
        return Math.abs(time) >= ABSOLUTE_FROM_S;
    }

    /** Whether it says something of people. */
    boolean personal() {
        return Privacy.concernsPart(name) || Privacy.concernsPart(quantity());
    }

    /** What the record's name belongs to: the name without its own or last part. */
    String owner() {
        return trimmed(name.substring(0, name.length() - quantity().length()));
    }

    /** The last part of the name, by which a quantity is known; empty when the name is the device's alone. */
    String quantity() {
        return own.substring(Math.max(own.lastIndexOf(':'), own.lastIndexOf('/')) + 1);
    }

    /** The record by itself, resolved. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("bn",
                name.substring(0, name.length() - own.length()));
        json.put("n", own).put("t", time);
        if (!unit.isEmpty()) {
            json.put("u", unit);
        }
        JsonNode measured = value;
        if (measured == null) {
            return json.put("vd", "");
        }
        return json.set(measured.isTextual() ? "vs" : measured.isBoolean() ? "vb" : "v", measured);
    }

    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && ":/-._".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end);
    }
}
