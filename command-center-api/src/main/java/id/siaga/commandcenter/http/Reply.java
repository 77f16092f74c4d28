package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What an endpoint answers. */
public record Reply(int status, String contentType, JsonNode body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    public Reply(int status, String contentType, JsonNode body) {
        this(status, contentType, body, Map.of());
    }

    public static Reply ok(JsonNode body) {
        return new Reply(200, JSON, body);
    }

    public static Reply created(JsonNode body) {
        return new Reply(201, JSON, body);
    }

    public static Reply nothing() {
        return new Reply(204, JSON, MissingNode.getInstance());
    }

    public static Reply geoJson(JsonNode body) {
        return new Reply(200, "application/geo+json", body);
    }

    /** Text that is sent as it is. */
    public static Reply csv(String text) {
        return new Reply(200, "text/csv; charset=utf-8", JsonNodeFactory.instance.textNode(text));
    }

    public static Reply items(List<ObjectNode> items) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("items").addAll(items);
        return ok(body);
    }

    /** The body as it is sent; only CSV is a bare text. */
    String text() {
        return body.isTextual() ? body.textValue() : body.toString();
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, body, Map.of(header, value));
    }
}
