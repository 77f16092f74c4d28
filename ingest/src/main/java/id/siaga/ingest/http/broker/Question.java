package id.siaga.ingest.http.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;

/** What a broker asks about one of its clients. What it does not say is empty. */
record Question(Map<String, String> said) {

    private static final JsonMapper JSON = new JsonMapper();

    /** @throws IllegalArgumentException when it is neither a form nor a JSON object */
    static Question of(@Nullable String contentType, Buffer body) {
        return contentType != null && contentType.startsWith("application/x-www-form-urlencoded")
                ? form(body.toString())
                : json(body.getBytes());
    }

    private static Question form(String body) {
        Map<String, String> said = new HashMap<>();
        new QueryStringDecoder(body, StandardCharsets.UTF_8, false).parameters()
                .forEach((name, values) -> said.put(name, values.getLast()));
        return new Question(said);
    }

    private static Question json(byte[] body) {
        try {
            JsonNode object = JSON.readTree(body);
            if (!object.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            Map<String, String> said = new HashMap<>();
            object.properties().forEach(each -> said.put(each.getKey(),
                    each.getValue().isNull() ? "" : each.getValue().asText()));
            return new Question(said);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private String get(String name) {
        return said.getOrDefault(name, "");
    }

    String user() {
        return get("username");
    }

    String secret() {
        return get("password");
    }

    String clientId() {
        return get("clientid");
    }

    String topic() {
        return get("topic");
    }

    /** EMQX: {@code publish} or {@code subscribe}. */
    String action() {
        return get("action");
    }

    /** mosquitto-go-auth: 1 read, 2 write, 3 both, 4 subscribe. */
    String access() {
        return get("acc");
    }

    /** The client's certificate in PEM, whose key TLS at the broker has proved; empty when it showed none. */
    String certificate() {
        return get("cert_pem");
    }

    /** Where the client is. Not every broker says so; then its client id stands for it, and failures are counted by it. */
    String remote() {
        String port = said.getOrDefault("peerport", "0");
        return (get("peerhost").isEmpty() ? "[" + clientId() + "]" : get("peerhost")) + ":" + port;
    }

    /** Without the secret: this text reaches logs. */
    @Override
    public String toString() {
        return "Question[" + user() + ", " + clientId() + ", " + topic() + "]";
    }
}
