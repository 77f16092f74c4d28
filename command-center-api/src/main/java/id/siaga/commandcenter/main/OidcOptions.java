package id.siaga.commandcenter.main;

import id.siaga.commandcenter.account.oidc.OidcConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where people sign on who do not have their password here. */
final class OidcOptions {

    @Option(names = "--oidc-issuer", paramLabel = "URL", defaultValue = "${env:SIAGA_OIDC_ISSUER}", description = "OpenID Connect issuer for single sign-on (SIAGA_OIDC_ISSUER); see docs/access.md.")
    private @Nullable URI issuer;

    @Option(names = "--oidc-client-id", paramLabel = "ID", defaultValue = "${env:SIAGA_OIDC_CLIENT_ID}", description = "Our client id there (SIAGA_OIDC_CLIENT_ID).")
    private @Nullable String clientId;

    @Option(names = "--oidc-secret-file", paramLabel = "FILE", defaultValue = "${env:SIAGA_OIDC_SECRET_FILE}", description = "File with our client secret (SIAGA_OIDC_SECRET_FILE).")
    private @Nullable Path secretFile;

    @Option(names = "--oidc-redirect", paramLabel = "URL", defaultValue = "${env:SIAGA_OIDC_REDIRECT}", description = "Our callback exactly as registered there, https://…/login/oidc/callback (SIAGA_OIDC_REDIRECT).")
    private @Nullable URI redirect;

    @Option(names = "--oidc-timeout-s", paramLabel = "SECONDS", defaultValue = "${env:SIAGA_OIDC_TIMEOUT_S:-5}", description = "How long to wait for the provider's answer (SIAGA_OIDC_TIMEOUT_S; default 5).")
    private int timeoutS = 5;

    @Option(names = "--oidc-attempts", paramLabel = "N", defaultValue = "${env:SIAGA_OIDC_ATTEMPTS:-2}", description = "How often to ask how the provider describes itself (SIAGA_OIDC_ATTEMPTS; default 2).")
    private int attempts = 2;

    /** @throws IllegalArgumentException naming the option and what is wrong */
    Optional<OidcConfig> config() {
        if (issuer == null || issuer.toString().isBlank()) {
            return Optional.empty();
        }
        if (clientId == null || secretFile == null || redirect == null) {
            throw new IllegalArgumentException(
                    "--oidc-issuer also needs --oidc-client-id, --oidc-secret-file and --oidc-redirect");
        }
        String secret = new Given("--oidc-secret-file", secretFile).read(Files::readString).strip();
        try {
            return Optional.of(new OidcConfig(issuer, clientId, secret, redirect).asking(asking()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--oidc-redirect, --oidc-timeout-s, --oidc-attempts: " + e.getMessage(),
                    e);
        }
    }

    private OidcConfig.Asking asking() {
        return new OidcConfig.Asking(Duration.ofSeconds(timeoutS), attempts);
    }
}
