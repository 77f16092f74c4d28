package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;

import id.siaga.ingest.telemetry.Reject;

/** Resolves a SenML pack: base values persist from record to record until another takes their place. */
final class SenmlPack {

    static final int RECORDS = 5000;
    private static final long VERSION = 10;
    private static final int NAME_CHARS = 200;
    private static final List<String> VALUES = List.of("v", "vs", "vb", "vd", "s");

    /** CBOR writes labels as numbers (RFC 8428, §6). */
    private static final Map<String, String> NUMBERS = Map.ofEntries(Map.entry("bver", "-1"), Map.entry("bn", "-2"),
            Map.entry("bt", "-3"), Map.entry("bu", "-4"), Map.entry("bv", "-5"), Map.entry("bs", "-6"),
            Map.entry("n", "0"), Map.entry("u", "1"), Map.entry("v", "2"), Map.entry("vs", "3"), Map.entry("vb", "4"),
            Map.entry("s", "5"), Map.entry("t", "6"), Map.entry("ut", "7"), Map.entry("vd", "8"));

    private static final Set<String> LABELS = Stream
            .concat(NUMBERS.keySet().stream(), NUMBERS.values().stream()).collect(Collectors.toUnmodifiableSet());

    private String baseName = "";
    private String baseUnit = "";
    private double baseTime;
    private double baseValue;
    private final List<SenmlRecord> records = new ArrayList<>();
    private boolean whole = true;

    private SenmlPack() {
    }

    /** The records that speak of nobody. */
    List<SenmlRecord> records() {
        return records.stream().filter(record -> !record.personal()).toList();
    }

    /** Whether these are all there is in the pack: no label is unknown, no record speaks of people. */
    boolean whole() {
        return whole && records.stream().noneMatch(SenmlRecord::personal);
    }

    static SenmlPack resolve(JsonNode root) throws Refused {
        if (!root.isArray() || root.isEmpty()) {
            throw Refused.shape("not a SenML pack: an array of records");
        }
        if (root.size() > RECORDS) {
            throw new Refused(Reject.TOO_MANY_SAMPLES, root.size() + " records, at most " + RECORDS);
        }
        SenmlPack pack = new SenmlPack();
        for (JsonNode each : root) {
            pack.take(each);
        }
        if (pack.records.isEmpty()) {
            throw Refused.shape("no record of the array has a name and a value");
        }
        return pack;
    }

    private void take(JsonNode sent) throws Refused {
        if (!sent.isObject()) {
            throw Refused.shape("a record is not an object");
        }
        checkLabels(sent);
        baseName = text(sent, "bn", baseName);
        baseUnit = text(sent, "bu", baseUnit);
        baseTime = number(sent, "bt").orElse(baseTime);
        baseValue = number(sent, "bv").orElse(baseValue);
        checkVersion(sent);
        boolean basic = has(sent, "n") && has(sent, "bv");
        boolean measures = basic || VALUES.stream().anyMatch(name -> has(sent, name));
        if (measures) {
            records.add(record(sent));
        } else if (has(sent, "n") || sent.isEmpty()) {
            throw Refused.shape("a record has none of v, vs, vb, vd, s");
        }
    }

    private SenmlRecord record(JsonNode sent) throws Refused {
        String own = text(sent, "n", "");
        String name = baseName + own;
        if (name.isEmpty() || name.length() > NAME_CHARS) {
            throw Refused.shape("bn and n together are not a name of 1 to " + NAME_CHARS + " characters");
        }
        return new SenmlRecord(name, own, text(sent, "u", baseUnit), baseTime + number(sent, "t").orElse(0),
                value(sent));
    }

    private @Nullable JsonNode value(JsonNode sent) throws Refused {
        JsonNode word = label(sent, "vs");
        JsonNode other = word != null && word.isTextual() ? word : label(sent, "vb");
        boolean unmeasured = has(sent, "vd") || (has(sent, "s") && !has(sent, "v"));
        if (other != null || unmeasured) {
            return other;
        }
        return DoubleNode.valueOf(baseValue + number(sent, "v").orElse(0));
    }

    /** RFC 8428, §4.4: a label whose last character is an underscore must be understood. */
    private void checkLabels(JsonNode sent) throws Refused {
        for (Iterator<String> names = sent.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (name.endsWith("_")) {
                throw Refused.shape("label '" + name.substring(0, Math.min(20, name.length()))
                        + "' must be understood and is not");
            }
            whole &= LABELS.contains(name);
        }
    }

    private static void checkVersion(JsonNode sent) throws Refused {
        OptionalDouble version = number(sent, "bver");
        if (version.isPresent() && version.getAsDouble() > VERSION) {
            throw new Refused(Reject.VERSION, "bver is " + (long) version.getAsDouble() + ", this reads " + VERSION);
        }
    }

    private static boolean has(JsonNode sent, String name) {
        return label(sent, name) != null;
    }

    private static String text(JsonNode sent, String name, String otherwise) throws Refused {
        JsonNode node = label(sent, name);
        if (node == null) {
            return otherwise;
        }
        return Json.text(node).orElseThrow(() -> Refused.shape(name + " is not a text"));
    }

    private static OptionalDouble number(JsonNode sent, String name) throws Refused {
        JsonNode node = label(sent, name);
        if (node != null && Json.number(node).isEmpty()) {
            throw Refused.shape(name + " is not a finite number");
        }
        return Json.number(node);
    }

    private static @Nullable JsonNode label(JsonNode sent, String name) {
        JsonNode node = sent.get(name);
        return node == null ? sent.get(NUMBERS.getOrDefault(name, name)) : node;
    }
}
