package id.siaga.ingest.http.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;

/** What a broker asks about one of its clients. What it does not say is empty. */
record Question(Map<String, String> said) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int REMOTE_CHARACTERS = 64;

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

    /** As above, read: the client's first. */
    List<X509Certificate> chain() throws CertificateException {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificate().getBytes(StandardCharsets.US_ASCII)))
                .stream().map(X509Certificate.class::cast).toList();
        if (chain.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return chain;
    }

    /** Where the client is. Not every broker says so; then its client id stands for it, and failures are counted by it. */
    String remote() {
        String port = brief(said.getOrDefault("peerport", "0"));
        return (get("peerhost").isEmpty() ? "[" + brief(clientId()) + "]" : brief(get("peerhost"))) + ":" + port;
    }

    /** As much of it as is worth keeping. */
    private static String brief(String text) {
        return text.substring(0, Math.min(text.length(), REMOTE_CHARACTERS));
    }

    /** Without the secret: this text reaches logs. */
    @Override
    public String toString() {
        return "Question[" + user() + ", " + clientId() + ", " + topic() + "]";
    }
}
