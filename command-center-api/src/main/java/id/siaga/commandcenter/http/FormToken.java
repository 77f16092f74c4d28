package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Secrets;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/**
 * Tells our own forms from those of other sites: a value only who holds the session can know, and what the browser
 * itself says of where the form stood (OWASP CSRF Prevention, synchroniser token and fetch metadata).
 */
final class FormToken {
    static final String FIELD = "_form";

    private FormToken() {
    }

    /** Derived from the session's token, so it needs no keeping and ends with the session. */
    static String of(RoutingContext context) {
        String session = Gate.token(context).orElseThrow(Problem::unauthenticated);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256("form " + session));
    }

    /** Refuses what did not come from a form of this session. */
    static void check(RoutingContext context) {
        String given = Objects.requireNonNullElse(context.request().getFormAttribute(FIELD), "");
        if (!Admission.isSameOrigin(context)
                || !MessageDigest.isEqual(Secrets.sha256(given), Secrets.sha256(of(context)))) {
            throw Problem.forbidden("Formulir ini bukan dari sesi Anda, muat ulang halaman "
                    + "(this form is not of your session, reload the page)");
        }
    }
}
