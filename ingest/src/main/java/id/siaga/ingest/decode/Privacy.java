package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** What speaks of people in a payload whose members are not all known: {@code privacy.yaml} beside this class. */
final class Privacy {

    private record Document(List<String> names, List<String> marks, List<String> beginnings) {
    }

    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_-]+");
    private static final Pattern PARTS = Pattern.compile("[/:.]");
    private static final int PICTURE_CHARS = 64;
    private static final int BEGINNING_CHARS = 24;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24}");
    private static final List<String> NAMING = List.of("name", "key", "n", "bn", "0", "-2");
    private static final List<String> VALUES = List.of("value", "val", "v", "vs", "vd", "2", "3", "8");
    private static final Document DOCUMENT = load();
    private static final Pattern BEGINNINGS = Pattern.compile(String.join("|", DOCUMENT.beginnings()));
    private static final Set<String> NAMES = DOCUMENT.names().stream().map(ObjectFields::plain)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<JsonPointer> MARKS = DOCUMENT.marks().stream().map(JsonPointer::compile).toList();
    private static final List<String> QUOTED_MARKS = MARKS.stream()
            .map(mark -> '"' + mark.last().getMatchingProperty() + '"').distinct().toList();

    private Privacy() {
    }

    /** Whether a member of this name is nobody's business. */
    static boolean concerns(String name) {
        return NAMES.contains(ObjectFields.plain(name));
    }

    /** The same of a name that is made of parts: {@code gate-1/card_number}, {@code visitor.phone}. */
    static boolean concernsPart(String name) {
        return concerns(name) || PARTS.splitAsStream(name).anyMatch(Privacy::concerns);
    }

    /** The value without such members, at any depth; the same value when it has none. */
    static JsonNode without(JsonNode value) {
        return concerned(value) ? stripped(value.deepCopy()) : value;
    }

    /** A report read from {@code open}, which is what is kept of it if that is not all that came. */
    static Decoded keeping(Decoded decoded, JsonNode came, JsonNode open) {
        return decoded instanceof Decoded.Report report && !open.equals(came)
                ? report.keeping(Json.bytes(open))
                : decoded;
    }

    /** Whether a document is of a format that speaks of people. */
    static boolean recognizes(JsonNode document) {
        return MARKS.stream().anyMatch(mark -> !document.at(mark).isMissingNode());
    }

    /** Whether a text that is no document has the name of such a member, or of such a format's, in it. */
    static boolean mentioned(byte[] text) {
        String plain = new String(text, StandardCharsets.ISO_8859_1).replace("\0", "");
        return QUOTED_MARKS.stream().anyMatch(plain::contains)
                || WORD.matcher(plain).results().map(MatchResult::group).anyMatch(Privacy::concerns);
    }

    /** Whether it begins as pictures and recordings do. */
    static boolean pictured(byte[] payload) {
        String beginning = HexFormat.of().formatHex(payload, 0, Math.min(payload.length, 16));
        return BEGINNINGS.matcher(beginning).lookingAt();
    }

    private static boolean concerned(JsonNode value) {
        return leftOut(value)
                || value.propertyStream().anyMatch(member -> concerns(member.getKey()) || concerned(member.getValue()))
                || (value.isArray() && value.valueStream().anyMatch(Privacy::concerned));
    }

    private static JsonNode stripped(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.remove(concerning(object));
        }
        if (value instanceof ArrayNode array) {
            array.removeIf(Privacy::leftOut);
        }
        value.forEach(Privacy::stripped);
        return value;
    }

    private static Collection<String> concerning(ObjectNode object) {
        return told(object)
                ? object.propertyStream().map(Map.Entry::getKey).toList()
                : object.propertyStream().filter(member -> concerns(member.getKey()) || leftOut(member.getValue()))
                        .map(Map.Entry::getKey).toList();
    }

    private static boolean leftOut(JsonNode value) {
        return value.isTextual() ? pictured(value.textValue()) : value instanceof ObjectNode object && told(object);
    }

    /** {@code {"name":"phone","value":…}}: where names are values themselves. */
    private static boolean told(ObjectNode object) {
        return VALUES.stream().anyMatch(object::has) && NAMING.stream().map(object::path)
                .anyMatch(name -> name.isTextual() && concernsPart(name.textValue()));
    }

    /** A picture in base64, by itself or as a data URL. */
    private static boolean pictured(String text) {
        String base64 = text.substring(text.startsWith("data:") ? text.indexOf(',') + 1 : 0);
        return base64.length() >= PICTURE_CHARS && BASE64.matcher(base64).lookingAt()
                && pictured(Base64.getDecoder().decode(base64.substring(0, BEGINNING_CHARS)));
    }

    private static Document load() {
        try (InputStream yaml = Objects.requireNonNull(Privacy.class.getResourceAsStream("privacy.yaml"))) {
            return YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build()
                    .readValue(yaml, Document.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
