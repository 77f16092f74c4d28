package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Accounts;
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
    static final String OPERATION = "operation";
    private static final String BEARER = "Bearer ";

    private final Accounts accounts;
    private final WorkerExecutor workers;

    Gate(Accounts accounts, WorkerExecutor workers) {
        this.accounts = accounts;
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
        workers.executeBlocking(() -> accounts.holder(token), false).onComplete(holder -> {
            context.request().resume();
            pass(context, holder, refuse);
        }, failure -> {
            context.request().resume();
            context.fail(failure);
        });
    }

    private static void pass(RoutingContext context, Optional<Account> holder, Handler<RoutingContext> refuse) {
        if (holder.isPresent()) {
            context.put(ACCOUNT, holder.get());
            context.next();
        } else {
            refuse.handle(context);
        }
    }

    static Optional<String> token(RoutingContext context) {
        @Nullable
        String header = context.request().getHeader("Authorization");
        if (header != null && header.startsWith(BEARER)) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(context.request().getCookie(COOKIE)).map(Cookie::getValue);
    }
}
