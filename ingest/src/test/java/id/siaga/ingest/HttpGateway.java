package id.siaga.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import id.siaga.ingest.http.IngestFront;

/** A gateway that only speaks HTTP. */
record HttpGateway(HttpClient client, int port, String authorization) {

    private static final JsonMapper JSON = new JsonMapper();

    static HttpGateway of(IngestFront front, String user, String secret) {
        return new HttpGateway(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), front.port(),
                basic(user, secret));
    }

    HttpGateway as(String user, String secret) {
        return new HttpGateway(client, port, basic(user, secret));
    }

    HttpGateway authorized(String header) {
        return new HttpGateway(client, port, header);
    }

    static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    HttpRequest batch(String body) {
        return request(IngestFront.DOOR).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))
                .build();
    }

    HttpRequest single(String topic, String body) {
        return request(IngestFront.DOOR + "?topic=" + URLEncoder.encode(topic, StandardCharsets.UTF_8))
                .POST(BodyPublishers.ofString(body)).build();
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String message(String topic, String payload) {
        return "{\"topic\":\"" + topic + "\",\"payload\":" + payload + "}";
    }

    static String envelope(List<String> messages) {
        return "{\"messages\":[" + String.join(",", messages) + "]}";
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The outcome of each message, in order, with the reason of a quarantined one. */
    static List<String> outcomes(HttpResponse<String> response) {
        return json(response).path("outcomes").valueStream()
                .map(each -> each.path("outcome").asText()
                        + (each.has("reason") ? " " + each.path("reason").asText() : ""))
                .toList();
    }
}
