package id.siaga.commandcenter.account.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import id.siaga.commandcenter.account.Denial;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a browser to the identity provider and takes it back. The provider says who somebody is, never what they may
 * do: the subject has to be linked to an account by an administrator beforehand.
 */
public final class SingleSignOn {
    private static final Logger LOG = LoggerFactory.getLogger(SingleSignOn.class);
    /** Logins begun and not come back, at most. */
    private static final int MOST_PENDING = 10_000;

    private final OidcConfig config;
    private final Database database;
    private final Clock clock;
    private volatile @Nullable Provider provider;
    /** Those who wait for a provider that is away keep others from logging in. */
    private volatile Instant askAgainAt = Instant.MIN;

    public SingleSignOn(OidcConfig config, Database database, Clock clock) {
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /** @param state goes into a cookie, so that the answer only counts in the browser that asked */
    public record Begun(URI where, String state) {
    }

    /** @param subject issuer and subject, as accounts are linked by */
    public record Returned(String subject, String next) {
    }

    /** Where to send the browser; {@code next} is where it wants to be afterwards. */
    public Begun begin(String next) {
        State state = new State(Secrets.random());
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        Instant now = clock.instant();
        database.execute("DELETE FROM command.oidc_pending WHERE begun_at < ?", now.minus(config.patience()));
        int kept = database.execute("""
                                    INSERT INTO command.oidc_pending SELECT ?, ?, ?, ?, ?
                                    WHERE (SELECT count(*) FROM command.oidc_pending) < ?""",
                Secrets.sha256(state.getValue()), nonce.getValue(), verifier.getValue(), next, now, MOST_PENDING);
        if (kept == 0) {
            throw Denial.conflict("too-many-logins", "Terlalu banyak yang sedang masuk (too many logins begun)");
        }
        return new Begun(new AuthenticationRequest.Builder(new ResponseType(ResponseType.Value.CODE),
                new Scope("openid"), new ClientID(config.clientId()), config.redirect())
                .endpointURI(provider().authorization()).state(state).nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256).build().toURI(), state.getValue());
    }

    /**
     * Checks the answer.
     *
     * @param cookie the state this browser was given
     * @throws Denial when anything about it is not as it should be; which is logged, not told
     */
    public Returned finish(URI answer, Optional<String> cookie) {
        try {
            AuthenticationResponse response = AuthenticationResponseParser.parse(answer);
            ObjectNode pending = pending(response, cookie);
            AuthenticationSuccessResponse success = success(response);
            IDTokenClaimsSet claims = provider().redeem(success.getAuthorizationCode(),
                    new CodeVerifier(pending.path("verifier_secret").asText()),
                    new Nonce(pending.path("nonce_secret").asText()));
            return new Returned(claims.getIssuer().getValue() + " " + claims.getSubject().getValue(),
                    pending.path("next").asText());
        } catch (IOException | GeneralException | BadJOSEException | JOSEException e) {
            LOG.warn("single sign-on: {}", e.getMessage());
            throw refused();
        }
    }

    private ObjectNode pending(AuthenticationResponse response, Optional<String> cookie) {
        String state = Optional.ofNullable(response.getState()).map(State::getValue).orElse("");
        if (cookie.filter(state::equals).isEmpty()) {
            LOG.warn("single sign-on: an answer to another browser");
            throw refused();
        }
        return database.row("""
                            WITH taken AS (DELETE FROM command.oidc_pending WHERE state_sha256 = ? RETURNING *)
                            SELECT * FROM taken WHERE begun_at >= ?""", Secrets.sha256(state),
                clock.instant().minus(config.patience())).orElseThrow(SingleSignOn::refused);
    }

    /** An answer that names its issuer must name ours (RFC 9207). */
    private AuthenticationSuccessResponse success(AuthenticationResponse response) {
        boolean foreign = response.getIssuer() != null
                && !response.getIssuer().getValue().equals(config.issuer().toString());
        if (foreign || !response.indicatesSuccess()) {
            LOG.warn("single sign-on: the provider refused, or it was another one");
            throw refused();
        }
        return response.toSuccessResponse();
    }

    private static Denial refused() {
        return Denial.forbidden("Masuk lewat SSO gagal (single sign-on failed)");
    }

    /** Discovered when first needed, so that we start without it. */
    private Provider provider() {
        Provider known = provider;
        if (known == null) {
            if (clock.instant().isBefore(askAgainAt)) {
                throw unavailable();
            }
            try {
                known = Provider.discover(config);
                provider = known;
            } catch (IOException | GeneralException e) {
                LOG.warn("single sign-on: {} does not describe itself: {}", config.issuer(), e.getMessage());
                askAgainAt = clock.instant().plus(config.asking().timeout());
                throw unavailable();
            }
        }
        return known;
    }

    private static Denial unavailable() {
        return Denial.conflict("sso-unavailable", "Penyedia SSO tidak terjangkau (provider out of reach)");
    }
}
