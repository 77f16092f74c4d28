package id.siaga.commandcenter.account.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider as it describes itself, and what its ID tokens must hold: RS256, issuer, audience, expiry, nonce. */
record Provider(OidcConfig config, OIDCProviderMetadata metadata, IDTokenValidator validator) {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final int MOST_BYTES = 100_000;

    /** Asks the issuer's {@code /.well-known/openid-configuration}; it must name the very same issuer. */
    static Provider discover(OidcConfig config) throws IOException, GeneralException {
        Issuer issuer = new Issuer(config.issuer());
        int timeout = config.asking().milliseconds();
        OIDCProviderMetadata metadata = described(issuer, timeout, config.asking().attempts());
        return new Provider(config, metadata, new IDTokenValidator(issuer, new ClientID(config.clientId()),
                JWSAlgorithm.RS256, metadata.getJWKSetURI().toURL(),
                new DefaultResourceRetriever(timeout, timeout, MOST_BYTES)));
    }

    /** Under load an answer may be late or lost once. */
    private static OIDCProviderMetadata described(Issuer issuer, int timeout, int attempts)
            throws IOException, GeneralException {
        for (int left = attempts; left > 1; left--) {
            try {
                return OIDCProviderMetadata.resolve(issuer, timeout, timeout);
            } catch (IOException e) {
                LOG.info("single sign-on: {} did not answer: {}; once more", issuer, e.getMessage());
            }
        }
        return OIDCProviderMetadata.resolve(issuer, timeout, timeout);
    }

    URI authorization() {
        return metadata.getAuthorizationEndpointURI();
    }

    /** Changes the code for an ID token and checks that. */
    IDTokenClaimsSet redeem(AuthorizationCode code, CodeVerifier verifier, Nonce nonce)
            throws IOException, ParseException, BadJOSEException, JOSEException {
        HTTPRequest request = new TokenRequest.Builder(metadata.getTokenEndpointURI(),
                new ClientSecretBasic(new ClientID(config.clientId()), new Secret(config.secret())),
                new AuthorizationCodeGrant(code, config.redirect(), verifier)).build().toHTTPRequest();
        request.setConnectTimeout(config.asking().milliseconds());
        request.setReadTimeout(config.asking().milliseconds());
        TokenResponse response = OIDCTokenResponseParser.parse(request.send());
        if (!response.indicatesSuccess()) {
            throw new ParseException(String.valueOf(response.toErrorResponse().getErrorObject()));
        }
        JWT token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
        return validator.validate(token, nonce);
    }
}
