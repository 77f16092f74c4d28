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

/** The provider as it describes itself, and what its ID tokens must hold: RS256, issuer, audience, expiry, nonce. */
record Provider(OidcConfig config, OIDCProviderMetadata metadata, IDTokenValidator validator) {
    private static final int TIMEOUT_MS = 5_000;
    private static final int MOST_BYTES = 100_000;

    /** Asks the issuer's {@code /.well-known/openid-configuration}; it must name the very same issuer. */
    static Provider discover(OidcConfig config) throws IOException, GeneralException {
        Issuer issuer = new Issuer(config.issuer());
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MS, TIMEOUT_MS);
        return new Provider(config, metadata, new IDTokenValidator(issuer, new ClientID(config.clientId()),
                JWSAlgorithm.RS256, metadata.getJWKSetURI().toURL(),
                new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MOST_BYTES)));
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
        request.setConnectTimeout(TIMEOUT_MS);
        request.setReadTimeout(TIMEOUT_MS);
        TokenResponse response = OIDCTokenResponseParser.parse(request.send());
        if (!response.indicatesSuccess()) {
            throw new ParseException(String.valueOf(response.toErrorResponse().getErrorObject()));
        }
        JWT token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
        return validator.validate(token, nonce);
    }
}
