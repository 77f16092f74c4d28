package id.siaga.commandcenter.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Who a request comes from.
 *
 * @param address of the client, beyond the proxies we trust
 * @param scheme it used, if such a proxy said so
 * @param isLocal from this machine and through no proxy that left a trace
 */
record Peer(String address, Optional<String> scheme, boolean isLocal) {
    private static final String KEY = "peer";
    private static final String HTTPS = "https";

    /** Of this request; the word of no proxy counts before {@link #known} was there. */
    static Peer of(RoutingContext context) {
        return Optional.ofNullable(context.<Peer>get(KEY)).orElseGet(() -> Proxies.NONE.peer(context.request()));
    }

    /** Keeps what {@code proxies} say for all that comes after. */
    static void known(RoutingContext context, Proxies proxies) {
        context.put(KEY, proxies.peer(context.request()));
        context.next();
    }

    boolean isSecure(RoutingContext context) {
        return scheme.map(HTTPS::equals).orElseGet(context.request()::isSSL);
    }

    /** Which an Origin of ours may have: both while nobody told, for TLS may end before us. */
    List<String> schemes() {
        return scheme.map(List::of).orElse(List.of(HTTPS, "http"));
    }
}
