package id.siaga.ingest.decode;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

/** The members of an object whose sender writes numbers and truths as it likes: {@code 12}, {@code "12"}, {@code "true"}. */
record Members(JsonNode object) {

    private static final int TEXT_CHARS = 128;

    static Members of(JsonNode parent, String member) {
        return new Members(parent.path(member));
    }

    Members in(String member) {
        return of(object, member);
    }

    boolean has(String member) {
        return object.hasNonNull(member);
    }

    /** A finite number; absent, null and text that is no number are empty. */
    OptionalDouble number(String member) {
        JsonNode node = object.get(member);
        return node != null && node.isTextual() ? Printed.plain(node.textValue()) : Json.number(node);
    }

    OptionalDouble positive(String member) {
        OptionalDouble value = number(member);
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    Optional<Boolean> truth(String member) {
        return truth(object.path(member));
    }

    /** A truth, 0 or 1, or the text of either. */
    static Optional<Boolean> truth(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.doubleValue() != 0);
        }
        return switch (node.isValueNode() ? node.asText().strip().toLowerCase(Locale.ROOT) : "") {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A text that is not blank, cut at 128 characters. */
    Optional<String> text(String member) {
        return Json.text(object.get(member)).map(String::strip).filter(text -> !text.isEmpty()).map(Members::brief);
    }

    static String brief(String text) {
        return text.length() <= TEXT_CHARS ? text : text.substring(0, TEXT_CHARS);
    }
}
