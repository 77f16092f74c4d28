package id.siaga.ingest.http.broker;

import java.security.MessageDigest;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.http.Credentials;
import id.siaga.ingest.registry.Registry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a broker shows to be answered: {@code Authorization: Bearer}, {@code X-Api-Key}, or as the password of Basic,
 * which is all that a broker can send that knows nothing but a URL ({@code http://any:KEY@host}).
 */
final class DoorKey {

    private static final String BEARER = "Bearer ";

    private final byte[] digest;

    DoorKey(String key) {
        this.digest = Registry.digest(key);
    }

    boolean opensTo(HttpServerRequest request) {
        String given = request.getHeader("X-Api-Key");
        return shown(given == null ? authorization(request.getHeader(HttpHeaders.AUTHORIZATION)) : Optional.of(given));
    }

    private static Optional<String> authorization(@Nullable String header) {
        return header != null && header.startsWith(BEARER)
                ? Optional.of(header.substring(BEARER.length()))
                : Credentials.of(header).map(Credentials::secret);
    }

    /** Digests have one length, so that the time taken says nothing. */
    private boolean shown(Optional<String> given) {
        return given.filter(key -> MessageDigest.isEqual(digest, Registry.digest(key))).isPresent();
    }
}
