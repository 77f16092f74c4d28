package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stored row as fields and plain values, sorted by name and without what is null: the same however the database prints
 * numbers and times, and whichever columns are added to its table later.
 */
record EvidenceRow(SortedMap<String, String> fields) {
    /** What a later message may add to: the bits that are set stay set. */
    private static final String FLAGS = "flags";

    static EvidenceRow of(JsonNode row) {
        SortedMap<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            collect(fields, field.getKey(), field.getValue());
        }
        return new EvidenceRow(fields);
    }

    private static void collect(SortedMap<String, String> fields, String name, JsonNode value) {
        if (value.isContainerNode()) {
            int index = 0;
            for (Map.Entry<String, JsonNode> inner : value.properties()) {
                collect(fields, name + "/" + inner.getKey(), inner.getValue());
            }
            for (JsonNode element : value.isArray() ? value : Map.<String, JsonNode>of().values()) {
                collect(fields, name + "/" + index++, element);
            }
        } else if (!value.isNull()) {
            fields.put(name, plain(name, value));
        }
    }

    private static String plain(String name, JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue().stripTrailingZeros();
            return number.toPlainString();
        }
        return name.endsWith("_at") ? OffsetDateTime.parse(value.asText()).toInstant().toString() : value.asText();
    }

    int flags() {
        return Integer.parseInt(fields.getOrDefault(FLAGS, "0"));
    }

    /** Of the fields of these names, with only those flags that are in {@code mask}. */
    String digest(Collection<String> names, int mask) {
        Canonical canonical = new Canonical();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (names.contains(field.getKey())) {
                canonical.add(field.getKey()).add(field.getKey().equals(FLAGS)
                        ? Integer.toString(flags() & mask)
                        : field.getValue());
            }
        }
        return canonical.hex();
    }
}
