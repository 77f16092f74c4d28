package id.siaga.hivemq;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Siaga's door for brokers. Never blocks. */
final class Door {

    private static final int YES = 200;
    private static final int NO = 403;

    private final Settings settings;
    private final HttpClient client;

    Door(Settings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.answerWithin()).build();
    }

    /** Fails when there is no answer, which is neither a yes nor a no. */
    CompletableFuture<Boolean> ask(String path, Map<String, String> about) {
        String form = about.entrySet().stream().map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)).build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> switch (answer.statusCode()) {
            case YES -> true;
            case NO -> false;
            default -> throw new IllegalStateException("Siaga answered " + answer.statusCode());
        });
    }

    /** The last number, then the client ids whose connection is to end, one a line. */
    CompletableFuture<String> ended(String after) {
        return client.sendAsync(request("/ended?after=" + after).GET().build(), BodyHandlers.ofString())
                .thenApply(Door::body);
    }

    private static String body(HttpResponse<String> answer) {
        if (answer.statusCode() != YES) {
            throw new IllegalStateException("Siaga answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.url() + path)).timeout(settings.answerWithin())
                .header("Authorization", "Bearer " + settings.key());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
