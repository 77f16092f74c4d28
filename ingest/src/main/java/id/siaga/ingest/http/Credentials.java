package id.siaga.ingest.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A device's name and secret as HTTP Basic carries them (RFC 7617, UTF-8). */
public record Credentials(String user, String secret) {

    private static final String BASIC = "Basic ";

    /** Empty for any other scheme: a person's bearer token does not publish. */
    public static Optional<Credentials> of(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
            return split(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** At the last colon: device ids may contain one, as MAC addresses do, and secrets are base64url. */
    private static Optional<Credentials> split(String pair) {
        int colon = pair.lastIndexOf(':');
        return colon < 1 || pair.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
