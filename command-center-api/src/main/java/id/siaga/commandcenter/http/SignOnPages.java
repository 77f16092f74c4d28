package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Denial;
import id.siaga.commandcenter.account.Login;
import id.siaga.commandcenter.account.Origin;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.commandcenter.account.oidc.SingleSignOn;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Single sign-on in a browser: to the provider, and back. */
final class SignOnPages {
    private static final String PATH = "/login/oidc";
    private static final String STATE = "siaga_oidc";

    private final SingleSignOn singleSignOn;
    private final HttpFront.Doors doors;
    private final WorkerExecutor workers;

    /** Who came back, and where they wanted to be. */
    private record Entered(Login login, String next) {
    }

    SignOnPages(SingleSignOn singleSignOn, HttpFront.Doors doors, WorkerExecutor workers) {
        this.singleSignOn = singleSignOn;
        this.doors = doors;
        this.workers = workers;
    }

    void mount(Router router) {
        router.get(PATH).handler(this::leave);
        router.get(OidcConfig.CALLBACK).handler(this::back);
    }

    private void leave(RoutingContext context) {
        doors.rates().take("login", Peer.of(context).address());
        String next = Pages.next(context.queryParam("next").stream().findFirst());
        workers.executeBlocking(() -> singleSignOn.begin(next), false).onComplete(begun -> {
            // Lax: the way back begins at the provider's site.
            context.response().addCookie(Cookie.cookie(STATE, begun.state()).setHttpOnly(true).setPath(PATH)
                    .setSameSite(CookieSameSite.LAX).setSecure(Peer.of(context).isSecure(context)));
            Pages.redirect(context, begun.where().toString());
        }, context::fail);
    }

    private void back(RoutingContext context) {
        doors.rates().take("login", Peer.of(context).address());
        URI answer = URI.create("http://siaga" + context.request().uri());
        Optional<String> state = Optional.ofNullable(context.request().getCookie(STATE)).map(Cookie::getValue);
        Origin origin = new Call(context).origin();
        workers.executeBlocking(() -> {
            SingleSignOn.Returned returned = singleSignOn.finish(answer, state);
            return new Entered(doors.accounts().vouched(returned.subject(), origin), returned.next());
        }, false).onComplete(entered -> enter(context, entered), failure -> refuse(context, failure));
    }

    private static void enter(RoutingContext context, Entered entered) {
        if (entered.login() instanceof Login.Granted granted) {
            context.response().addCookie(Pages.cookie(context, granted.token(),
                    Duration.between(Instant.now(), granted.expiresAt())));
            context.response().removeCookie(STATE);
            context.response().putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(onward(Pages.next(Optional.of(entered.next()))));
        } else {
            Pages.form(context, 403, "Akun SSO ini belum dihubungkan; hubungi administrator. "
                    + "This account is not linked; ask an administrator.", "");
        }
    }

    /** A page of ours goes on: a redirect after another site's would come without the session's strict cookie. */
    private static String onward(String next) {
        return """
               <!doctype html><meta charset="utf-8"><title>Siaga</title>
               <meta http-equiv="refresh" content="0;url=%s">""".formatted(next.replace("&", "&amp;"));
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        if (failure instanceof Denial denial) {
            Pages.form(context, 403, denial.words(), "");
        } else {
            context.fail(failure);
        }
    }
}
