package id.siaga.commandcenter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.commandcenter.closure.Capture;
import id.siaga.commandcenter.device.FieldError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code X-Capture}, a JSON object in one line, and its {@code X-Capture-Signature}. In headers, because a
 * position and a secret in an address would be in every proxy's log.
 */
final class CaptureHeaders {
    static final String CAPTURE = "X-Capture";
    static final String SIGNATURE = "X-Capture-Signature";
    private static final int LONGEST = 500;
    private static final double FARTHEST_M = 100_000;
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CaptureHeaders() {
    }

    static Capture read(Call call, byte[] photo) {
        String text = call.header(CAPTURE).filter(header -> header.length() <= LONGEST)
                .orElseThrow(() -> Problem.field(CAPTURE, "JSON satu baris, paling panjang 500 (one line of JSON)"));
        Capture capture = capture(text, json(text));
        String signature = call.header(SIGNATURE).orElse("");
        if (!capture.isSigned(signature, sha256(photo))) {
            throw Problem.field(SIGNATURE, "bukan tanda tangan X-Capture dan foto ini (does not sign these)");
        }
        return capture;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Problem.field(CAPTURE, "bukan JSON (not JSON)");
        }
    }

    private static Capture capture(String text, JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        String nonce = json.path("nonce").asText("");
        if (!nonce.matches("[A-Za-z0-9_-]{20,100}")) {
            errors.add(new FieldError("nonce", "dari (from) POST …/closure-nonces"));
        }
        Capture capture = new Capture(text, nonce, time(json.path("captured_at").asText(""), errors),
                number(json, "latitude", -90, 90, errors), number(json, "longitude", -180, 180, errors),
                number(json, "accuracy_m", 0, FARTHEST_M, errors));
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
        return capture;
    }

    private static Instant time(String text, List<FieldError> errors) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("3000-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException e) {
            // said below, as of any other time that is none
        }
        errors.add(new FieldError("captured_at", "harus waktu RFC 3339 (RFC 3339 time)"));
        return Instant.EPOCH;
    }

    private static double number(JsonNode json, String name, double min, double max, List<FieldError> errors) {
        double value = json.path(name).doubleValue();
        if (!json.path(name).isNumber() || value < min || value > max) {
            errors.add(new FieldError(name, "angka %.0f sampai %.0f (number)".formatted(min, max)));
        }
        return value;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
