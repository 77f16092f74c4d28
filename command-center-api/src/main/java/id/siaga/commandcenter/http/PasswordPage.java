package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Denial;
import id.siaga.commandcenter.account.Session;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Objects;

/** The page on which somebody changes their password, above all the first one they were given. */
final class PasswordPage {
    private static final String PATH = "/password";
    private static final long MAX_FORM = 8_192;
    private static final String FORM = Pages.resource("password.html");

    private final HttpFront.Doors doors;
    private final WorkerExecutor workers;
    private final Gate gate;

    PasswordPage(HttpFront.Doors doors, WorkerExecutor workers, Gate gate) {
        this.doors = doors;
        this.workers = workers;
        this.gate = gate;
    }

    void mount(Router router) {
        router.route(PATH).handler(gate.orElse(Pages::toLogin));
        router.get(PATH).handler(context -> form(context, 200, ""));
        router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM)).handler(this::change);
    }

    private static void form(RoutingContext context, int status, String error) {
        context.response().setStatusCode(status).putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store").end(Buffer.buffer(FORM.replace("{{error}}", error)));
    }

    private void change(RoutingContext context) {
        Session session = new Call(context).session();
        if (!Admission.isSameOrigin(context) || session.kind() != Session.Kind.LOGIN
                || session.standing() == Session.Standing.SUSPENDED) {
            form(context, 403, "Tidak boleh. Not allowed.");
            return;
        }
        doors.rates().take("change_password", Long.toString(session.id()));
        String old = Objects.requireNonNullElse(context.request().getFormAttribute("old_password"), "");
        String fresh = Objects.requireNonNullElse(context.request().getFormAttribute("new_password"), "");
        workers.executeBlocking(() -> {
            doors.passwords().change(session.account().user(), old, fresh, session.id());
            return true;
        }, false).onComplete(changed -> Pages.redirect(context, "/wall"), failure -> {
            if (failure instanceof Denial denial) {
                form(context, 400, denial.name().replace('_', ' ') + ": " + denial.words());
            } else {
                context.fail(failure);
            }
        });
    }
}
