package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Session;
import id.siaga.commandcenter.account.Sessions;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a request pass only with a valid session, from the Authorization header or the session cookie. */
final class Gate {
    static final String COOKIE = "siaga_session";
    static final String ACCOUNT = "account";
    static final String SESSION = "session";
    static final String OPERATION = "operation";
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final WorkerExecutor workers;

    Gate(Sessions sessions, WorkerExecutor workers) {
        this.sessions = sessions;
        this.workers = workers;
    }

    /** {@code refuse} answers who has no session. */
    Handler<RoutingContext> orElse(Handler<RoutingContext> refuse) {
        return context -> {
            Optional<String> token = token(context);
            if (token.isEmpty()) {
                refuse.handle(context);
            } else {
                check(context, token.get(), refuse);
            }
        };
    }

    private void check(RoutingContext context, String token, Handler<RoutingContext> refuse) {
        // The body must not arrive unread while the session is looked up.
        context.request().pause();
        workers.executeBlocking(() -> sessions.holder(token), false).onComplete(holder -> {
            context.request().resume();
            pass(context, holder, refuse);
        }, failure -> {
            context.request().resume();
            context.fail(failure);
        });
    }

    private static void pass(RoutingContext context, Optional<Session> holder, Handler<RoutingContext> refuse) {
        if (holder.isPresent()) {
            context.put(SESSION, holder.get());
            context.put(ACCOUNT, holder.get().account());
            context.next();
        } else {
            refuse.handle(context);
        }
    }

    static Optional<String> token(RoutingContext context) {
        return bearer(context).or(() -> cookie(context));
    }

    /** What a program shows, and a page of another site cannot make a browser show. */
    static Optional<String> bearer(RoutingContext context) {
        @Nullable
        String header = context.request().getHeader("Authorization");
        return Optional.ofNullable(header).filter(text -> text.startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()).strip());
    }

    private static Optional<String> cookie(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(COOKIE)).map(Cookie::getValue);
    }
}
