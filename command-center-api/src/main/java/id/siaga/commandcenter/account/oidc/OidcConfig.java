package id.siaga.commandcenter.account.oidc;

import java.net.URI;
import java.time.Duration;

/**
 * The city's identity provider.
 *
 * @param redirect our callback exactly as registered there, such as {@code https://siaga.example/login/oidc/callback}
 * @param patience how long a login begun here may take there
 */
public record OidcConfig(URI issuer, String clientId, String secret, URI redirect, Duration patience) {
    /** Where {@link #redirect} must lead. */
    public static final String CALLBACK = "/login/oidc/callback";

    public OidcConfig {
        if (!redirect.getPath().equals(CALLBACK)) {
            throw new IllegalArgumentException("must end in " + CALLBACK + ", not " + redirect);
        }
    }

    public OidcConfig(URI issuer, String clientId, String secret, URI redirect) {
        this(issuer, clientId, secret, redirect, Duration.ofMinutes(10));
    }
}
