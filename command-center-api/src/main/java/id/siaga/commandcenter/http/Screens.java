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
        screens.forEach(at -> mount(router.route(HttpMethod.valueOf(at.method()), at.path()), at));
    }

    private void mount(Route route, Screen.At at) {
        route.handler(gate.orElse(Screens::toLogin));
        if (at.method().equals(HttpMethod.POST.name())) {
            route.handler(BodyHandler.create(false).setBodyLimit(MAX_FORM)).handler(Screens::ownForm);
        }
        route.handler(context -> workers
                .executeBlocking(() -> at.screen().answer(new Visit(context, inside)), false)
                .onComplete(shown -> send(context, shown), context::fail));
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
