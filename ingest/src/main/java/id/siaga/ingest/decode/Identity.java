package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Whom a foreign payload speaks of, and what tells a message without id or clock from its repetition. */
final class Identity {

    private static final int ID_CHARS = 129;

    private Identity() {
    }

    /** The option {@code device}, else the topic, else the payload; topic and payload must not contradict each other. */
    static String device(Route route, Optional<String> claimed) throws Refused {
        String given = route.options().getOrDefault("device", route.deviceId());
        String device = given.isEmpty() ? claimed.orElse("") : given;
        if (!given.isEmpty() && claimed.isPresent() && !claimed.get().equalsIgnoreCase(given)) {
            throw new Refused(Reject.ID_MISMATCH, "the payload's device is not the device of the topic");
        }
        return checked(device);
    }

    static String checked(String device) throws Refused {
        if (device.isEmpty()) {
            throw Refused.shape("device: neither topic nor payload names one");
        }
        if (device.length() > ID_CHARS || !device.equals(device.strip())
                || !device.chars().allMatch(Identity::usable)) {
            throw Refused.shape("device: the id is not 1 to " + ID_CHARS + " printable characters without + and #");
        }
        return device;
    }

    /** A name or number at {@code pointer}. */
    static Optional<String> at(JsonNode root, String pointer) {
        JsonNode node = root.at(pointer);
        return node.isTextual() || node.isIntegralNumber() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** SHA-256 over topic and payload. */
    static String hash(Message message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(message.topic().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(message.payload()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean usable(int c) {
        return c >= ' ' && c != 0x7F && c != '+' && c != '#';
    }
}
