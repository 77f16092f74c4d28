package id.siaga.commandcenter.closure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * When and where a phone says that it took a photo.
 *
 * @param text as it was sent, which is what was signed
 * @param accuracyM radius of 68 % confidence (W3C Geolocation), metres
 */
public record Capture(String text, String nonce, Instant capturedAt, double latitude, double longitude,
        double accuracyM) {
    private static final String HMAC = "HmacSHA256";

    /**
     * Whether {@code signature} is the hex HMAC-SHA-256, under the nonce, of the capture as sent, a line feed and the
     * photo's SHA-256 in hex: so that no part of one upload can stand in for that of another.
     */
    public boolean isSigned(String signature, byte[] photoSha256) {
        byte[] expected = hex(mac((text + "\n" + HexFormat.of().formatHex(photoSha256)).getBytes(
                StandardCharsets.UTF_8)));
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] mac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(nonce.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.UTF_8);
    }
}
