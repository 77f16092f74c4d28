package id.siaga.commandcenter.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Routes of the pages: only with a session, and only forms of our own. */
final class Screens {
    private static final long MAX_FORM = 32 * 1024;

    private final Inside inside;
    private final Gate gate;
    private final WorkerExecutor workers;

    Screens(Inside inside, Gate gate, WorkerExecutor workers) {
        this.inside = inside;
        this.gate = gate;
        this.workers = workers;
    }

    void mount(Router router, List<Screen.At> screens) {
        screens.forEach(at -> mount(router, at));
    }

    private void mount(Router router, Screen.At at) {
        // A route of its own: nobody without a session may make us read a form.
        route(router, at).handler(gate.orElse(Screens::toLogin));
        if (at.method().equals(HttpMethod.POST.name())) {
            route(router, at).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM)).handler(Screens::ownForm);
        }
        route(router, at).handler(context -> workers
                .executeBlocking(() -> at.screen().answer(new Visit(context, inside)), false)
                .onComplete(shown -> send(context, shown), context::fail));
    }

    private static Route route(Router router, Screen.At at) {
        return router.route(HttpMethod.valueOf(at.method()), at.path());
    }

    private static void ownForm(RoutingContext context) {
        FormToken.check(context);
        context.next();
    }

    /** A part of a page that is fetched anew must not become the login page. */
    private static void toLogin(RoutingContext context) {
        if (context.request().getHeader("HX-Request") == null) {
            Pages.toLogin(context);
        } else {
            context.response().setStatusCode(401).putHeader("HX-Redirect", "/login?next="
                    + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8)).end();
        }
    }

    private static void send(RoutingContext context, Shown shown) {
        switch (shown) {
            case Shown.Elsewhere elsewhere -> Pages.redirect(context, elsewhere.path());
            case Shown.Html html -> context.response().setStatusCode(html.status())
                    .putHeader("Content-Type", "text/html; charset=utf-8").putHeader("Cache-Control", "no-store")
                    .end(html.text());
        }
    }
}
