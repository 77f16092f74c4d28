package id.siaga.ingest.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
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
record Publication(@Nullable String topic, String contentType, Optional<String> key, Buffer body,
        Instant receivedAt) {

    /**
     * What is in it.
     *
     * @param fingerprint what two requests have in common that are the same; empty when there is no key to compare under
     */
    record Content(List<Message> messages, String fingerprint) {
    }

    private static final String KEY = "Idempotency-Key";
    private static final int SHORTEST_KEY = 8;
    private static final int LONGEST_KEY = 200;

    /**
     * Costs nothing: the body is looked into later, on another thread.
     *
     * @throws Problem when the key is not one
     */
    static Publication of(HttpServerRequest request, Buffer body) {
        Optional<String> key = Optional.ofNullable(request.getHeader(KEY)).filter(text -> !text.isBlank());
        if (key.isPresent() && (key.get().length() < SHORTEST_KEY || key.get().length() > LONGEST_KEY)) {
            throw Problem.field(KEY, "%d sampai %d huruf (characters)".formatted(SHORTEST_KEY, LONGEST_KEY));
        }
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return new Publication(request.getParam("topic"), contentType == null ? "" : contentType, key,
                body, Instant.now());
    }

    /** @throws Problem naming the field when the envelope is malformed */
    Content content(int mostMessages) {
        byte[] bytes = body.getBytes();
        return new Content(messages(bytes, mostMessages), key.isPresent() ? fingerprint(bytes) : "");
    }

    private List<Message> messages(byte[] bytes, int most) {
        if (topic != null) {
            return List.of(new Message(topic("topic", topic), bytes, receivedAt, false,
                    contentType.isEmpty() ? null : contentType, Map.of()));
        }
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw Problem.field("topic",
                    "?topic= wajib kecuali untuk Content-Type: application/json (required unless)");
        }
        return Envelope.read(bytes, most, receivedAt);
    }

    /** A topic as a publication may carry it (MQTT 5 §4.7). */
    static String topic(String field, String topic) {
        try {
            MqttTopicValidator.validate(topic, false, false);
        } catch (IllegalArgumentException e) {
            throw Problem.field(field, "bukan topik MQTT tanpa wildcard (not an MQTT topic without wildcards)");
        }
        if (topic.indexOf('\0') >= 0) {
            throw Problem.field(field, "berisi NUL (contains NUL)");
        }
        return topic;
    }

    private String fingerprint(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((topic + "\n" + contentType + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
