package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Visit;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Between the API's JSON and forms. */
final class Json {

    private Json() {
    }

    static Stream<JsonNode> items(JsonNode page) {
        return each(page.path("items"));
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> words(JsonNode array) {
        return each(array).map(JsonNode::asText).toList();
    }

    /** A text, or a dash where there is none. */
    static String text(JsonNode field) {
        return field.isNull() || field.isMissingNode() || field.asText().isEmpty() ? "—" : field.asText();
    }

    /** The fields of the form that are filled in, under their own names. */
    static ObjectNode form(Visit visit, String... fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            if (!visit.form(field).isEmpty()) {
                json.put(field, visit.form(field));
            }
        }
        return json;
    }

    /** A field of the form as the whole number it should be; as typed, for the API to refuse, where it is none. */
    static void whole(Visit visit, ObjectNode json, String field) {
        String typed = visit.form(field);
        if (typed.matches("[0-9]{1,18}")) {
            json.put(field, Long.parseLong(typed));
        } else if (!typed.isEmpty()) {
            json.put(field, typed);
        }
    }

    /** All that was chosen under {@code field}, as {@code name} of {@code json}. */
    static void wholes(Visit visit, String field, ObjectNode json, String name) {
        visit.forms(field).stream().filter(id -> id.matches("[0-9]{1,18}"))
                .forEach(id -> json.withArray(name).add(Long.parseLong(id)));
    }
}
