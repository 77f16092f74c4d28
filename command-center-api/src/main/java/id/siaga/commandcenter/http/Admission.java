package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Session;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether somebody may call an operation, decided before anything of the request is read but its head. */
final class Admission {
    private static final String LOGOUT = "logout";
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private final Rates rates;

    Admission(Rates rates) {
        this.rates = rates;
    }

    /** For operations that need no session. */
    void stranger(Call call, Contract.Operation operation) {
        if (!operation.reads() && isForeign(call.context())) {
            throw crossSite(operation);
        }
        rates.take(operation.id(), call.address());
    }

    void check(Call call, Contract.Operation operation) {
        Session session = call.session();
        if (operation.id().equals(LOGOUT)) {
            sameOrigin(call, operation);
            return;
        }
        standing(session, operation);
        if (!operation.own() && !session.account().holdsAny(operation.roles())) {
            throw Problem.forbidden("Perlu salah satu peran (needs one of) " + operation.roles());
        }
        reach(session, operation);
        if (!operation.reads()) {
            sameOrigin(call, operation);
            rates.take(Rates.WRITES, Long.toString(session.id()));
            rates.take(operation.id(), Long.toString(session.id()));
        }
    }

    private static void standing(Session session, Contract.Operation operation) {
        switch (session.standing()) {
            case SUSPENDED -> {
                if (!operation.own() || !operation.reads()) {
                    throw new Problem(403, "suspended", "Akun ditangguhkan (account suspended)",
                            "Alasan dan batas waktu: GET /account (reason and end)");
                }
            }
            case MUST_CHANGE_PASSWORD -> {
                if (!operation.own()) {
                    throw new Problem(403, "password-change-required",
                            "Ganti sandi dahulu (change the password first)", "PUT /account/password");
                }
            }
            case ACTIVE -> {
                // nothing in the way
            }
        }
    }

    private static void reach(Session session, Contract.Operation operation) {
        boolean far = switch (session.reach()) {
            case FULL -> session.kind() == Session.Kind.LOGIN || !operation.own() || operation.reads();
            case READ_ONLY -> operation.reads();
            case VISITOR -> operation.reads() && operation.visitor();
        };
        if (!far) {
            throw Problem.forbidden("Sesi ini tidak boleh melakukannya (not with this session): " + session.kind() + " "
                    + session.reach());
        }
    }

    /** A browser sends the cookie along whoever made it ask, so what is changed must be asked by a page of ours. */
    private static void sameOrigin(Call call, Contract.Operation operation) {
        if (Gate.bearer(call.context()).isEmpty() && !isSameOrigin(call.context())) {
            throw crossSite(operation);
        }
    }

    private static Problem crossSite(Contract.Operation operation) {
        return new Problem(403, "cross-site", "Bukan dari halaman Siaga (not from a page of ours)",
                operation.id() + ": Sec-Fetch-Site, Origin");
    }

    /** A browser that says it was asked by a page of another site. A program says neither, and is not. */
    static boolean isForeign(RoutingContext context) {
        MultiMap headers = context.request().headers();
        return (headers.contains("Sec-Fetch-Site") || headers.contains("Origin")) && !isSameOrigin(context);
    }

    /** By what browsers say themselves: Sec-Fetch-Site, or in older ones Origin. Without either it is not. */
    static boolean isSameOrigin(RoutingContext context) {
        HttpServerRequest request = context.request();
        @Nullable
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return SAME_SITE.contains(site);
        }
        @Nullable
        String origin = request.getHeader("Origin");
        return origin != null && Peer.of(context).schemes().stream()
                .anyMatch(scheme -> origin.equals(scheme + "://" + request.authority()));
    }
}
