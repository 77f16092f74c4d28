package id.siaga.commandcenter.account.oidc;

import java.net.URI;
import java.time.Duration;

/**
 * The city's identity provider.
 *
 * @param redirect our callback exactly as registered there, such as {@code https://siaga.example/login/oidc/callback}
 * @param patience how long a login begun here may take there
 * @param asking how long we wait when we ask it something ourselves
 */
public record OidcConfig(URI issuer, String clientId, String secret, URI redirect, Duration patience, Asking asking) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Where {@link #redirect} must lead. */
    public static final String CALLBACK = "/login/oidc/callback";

    /** @param attempts at what may be asked again: how it describes itself. A code counts once there */
    public record Asking(Duration timeout, int attempts) {
        /** What is asked when nothing is said. */
        public static final Asking USUAL = new Asking(Duration.ofSeconds(5), 2);

        public Asking {
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("a timeout of up to 60 s, not " + timeout);
            }
            if (attempts < 1 || attempts > 10) {
                throw new IllegalArgumentException("1 to 10 attempts, not " + attempts);
            }
        }

        int milliseconds() {
            return Math.toIntExact(timeout.toMillis());
        }
    }

    public OidcConfig {
        if (!redirect.getPath().equals(CALLBACK)) {
            throw new IllegalArgumentException("must end in " + CALLBACK + ", not " + redirect);
        }
    }

    public OidcConfig(URI issuer, String clientId, String secret, URI redirect) {
        this(issuer, clientId, secret, redirect, PATIENCE, Asking.USUAL);
    }

    public OidcConfig asking(Asking other) {
        return new OidcConfig(issuer, clientId, secret, redirect, patience, other);
    }
}
