package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What an endpoint answers; a body of bytes is sent as it is. */
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
        return file("text/csv; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Anything that is not JSON: a picture, a sheet. */
    public static Reply file(String contentType, byte[] bytes) {
        return new Reply(200, contentType, BinaryNode.valueOf(bytes));
    }

    public static Reply items(List<ObjectNode> items) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("items").addAll(items);
        return ok(body);
    }

    Buffer bytes() {
        return body instanceof BinaryNode file ? Buffer.buffer(file.binaryValue()) : Buffer.buffer(body.toString());
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, body, Map.of(header, value));
    }
}
