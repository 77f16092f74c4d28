package id.siaga.commandcenter.decode;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.ingest.telemetry.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message to be tried out.
 *
 * @param device who would send it; empty: a trusted broker
 */
public record DecodeRequest(Message message, String device) {
    private static final Set<String> FIELDS = Set.of("topic", "payload", "payload_base64", "content_type", "retained",
            "device");
    private static final int MAX_TOPIC = 65_535;

    /** The request in a body, or one with no meaning and at least one more of {@code errors}. */
    public static DecodeRequest of(JsonNode body, Instant now, List<FieldError> errors) {
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                errors.add(new FieldError(name, "tidak dikenal (unknown)"));
            }
        });
        String topic = text(body, "topic", errors);
        if (topic.isEmpty() || topic.length() > MAX_TOPIC || topic.matches("(?s).*[+#\0].*")) {
            errors.add(new FieldError("topic",
                    "wajib, topik MQTT tanpa wildcard (required, an MQTT topic without wildcards)"));
        }
        JsonNode retained = body.path("retained");
        if (!retained.isMissingNode() && !retained.isBoolean()) {
            errors.add(new FieldError("retained", "harus true atau false (must be true or false)"));
        }
        String type = text(body, "content_type", errors);
        return new DecodeRequest(
                new Message(topic, payload(body, errors), now.truncatedTo(ChronoUnit.MICROS), retained.asBoolean(),
                        type.isEmpty() ? null : type, Map.of()),
                text(body, "device", errors));
    }

    private static byte[] payload(JsonNode body, List<FieldError> errors) {
        if (body.has("payload") == body.has("payload_base64")) {
            errors.add(new FieldError("payload",
                    "payload atau payload_base64, tepat satu (exactly one of payload and payload_base64)"));
            return new byte[0];
        }
        if (body.has("payload_base64")) {
            return base64(text(body, "payload_base64", errors), errors);
        }
        JsonNode payload = body.path("payload");
        if (!payload.isContainerNode() && !payload.isTextual()) {
            errors.add(
                    new FieldError("payload", "harus objek, larik atau teks (must be an object, an array or a text)"));
        }
        return (payload.isTextual() ? payload.textValue() : payload.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] base64(String text, List<FieldError> errors) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("payload_base64", "bukan base64 (not base64)"));
            return new byte[0];
        }
    }

    private static String text(JsonNode body, String name, List<FieldError> errors) {
        JsonNode node = body.path(name);
        if (!node.isMissingNode() && !node.isTextual()) {
            errors.add(new FieldError(name, "harus teks (must be a text)"));
        }
        return node.asText("");
    }
}
