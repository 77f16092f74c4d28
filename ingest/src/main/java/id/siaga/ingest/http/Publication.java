package id.siaga.ingest.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request as it came: with a topic in the query the body is that one message's payload, untouched and of whatever
 * content type; without one it is an {@link Envelope}.
 *
 * @param key the Idempotency-Key, when there is one
 */
record Publication(@Nullable String topic, String contentType, Optional<String> key, byte[] body,
        Instant receivedAt) {

    private static final String KEY = "Idempotency-Key";
    private static final int SHORTEST_KEY = 8;
    private static final int LONGEST_KEY = 200;

    /** @throws Problem when the key is not one */
    static Publication of(HttpServerRequest request, Buffer body) {
        Optional<String> key = Optional.ofNullable(request.getHeader(KEY)).filter(text -> !text.isBlank());
        if (key.isPresent() && (key.get().length() < SHORTEST_KEY || key.get().length() > LONGEST_KEY)) {
            throw Problem.field(KEY, "%d sampai %d huruf (characters)".formatted(SHORTEST_KEY, LONGEST_KEY));
        }
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return new Publication(request.getParam("topic"), contentType == null ? "" : contentType, key,
                body.getBytes(), Instant.now());
    }

    /** @throws Problem naming the field when the envelope is malformed */
    List<Message> messages(int most) {
        if (topic != null) {
            return List.of(new Message(Envelope.topic("topic", topic), body, receivedAt, false,
                    contentType.isEmpty() ? null : contentType, Map.of()));
        }
        if (!contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            throw Problem.field("topic",
                    "?topic= wajib kecuali untuk Content-Type: application/json (required unless)");
        }
        return Envelope.read(body, most, receivedAt);
    }

    /** What makes two requests the same. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((topic + "\n" + contentType + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
