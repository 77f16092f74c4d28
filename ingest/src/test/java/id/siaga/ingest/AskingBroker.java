package id.siaga.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A broker that asks, in the bytes that EMQX 5 and mosquitto-go-auth are documented to send. */
record AskingBroker(HttpClient client, int port, String header, String value) {

    static final String KEY = "a-key-of-the-test-that-is-long-enough";

    private static final JsonMapper JSON = new JsonMapper();

    static AskingBroker at(int port) {
        return new AskingBroker(HttpClient.newHttpClient(), port, "Authorization", "Bearer " + KEY);
    }

    AskingBroker showing(String otherHeader, String otherValue) {
        return new AskingBroker(client, port, otherHeader, otherValue);
    }

    HttpResponse<String> json(String path, Map<String, ?> body) throws Exception {
        return send(path, "application/json", JSON.writeValueAsString(body));
    }

    HttpResponse<String> form(String path, Map<String, String> body) throws Exception {
        return send(path, "application/x-www-form-urlencoded", body.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    HttpResponse<String> send(String path, String contentType, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header(header, value)
                .header("Content-Type", contentType).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    String get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header(header, value)
                .build(), BodyHandlers.ofString()).body();
    }

    /** What EMQX's authenticator is told. */
    JsonNode emqxLogin(String user, String secret, String clientId) throws Exception {
        return body(json("/emqx/authentication", Map.of("username", user, "password", secret, "clientid", clientId,
                "peerhost", "192.0.2.7", "cert_common_name", "", "cert_subject", "")));
    }

    /** What EMQX's authorizer is told. */
    String emqxMay(String user, String action, String topic) throws Exception {
        return body(json("/emqx/authorization", Map.of("username", user, "clientid", user, "peerhost", "192.0.2.7",
                "action", action, "topic", topic, "qos", 1, "retain", false))).path("result").asText();
    }

    private static JsonNode body(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new AssertionError("EMQX takes " + answer.statusCode() + " for ignore");
        }
        return JSON.readTree(answer.body());
    }
}
