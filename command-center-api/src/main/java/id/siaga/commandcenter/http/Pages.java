package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The login page, and the screens behind it. */
final class Pages {
    private static final String HOME = "/wall";
    private static final String LOGIN = "/login";
    private static final String HTML = "text/html; charset=utf-8";
    private static final long MAX_FORM = 8_192;
    /** One slash, then no second one or backslash, which browsers take for another host; nothing to escape in HTML. */
    private static final Pattern LOCAL = Pattern.compile("/(?:[A-Za-z0-9._~%?=&-][A-Za-z0-9._~%?=&/-]*)?");
    private static final String FORM = resource("login.html");

    private final Accounts accounts;
    private final WorkerExecutor workers;
    private final Gate gate;

    Pages(Accounts accounts, WorkerExecutor workers, Gate gate) {
        this.accounts = accounts;
        this.workers = workers;
        this.gate = gate;
    }

    void mount(Router router) {
        router.get(LOGIN).handler(context -> form(context, 200, ""));
        router.post(LOGIN).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM)).handler(this::login);
        router.get("/login.css").handler(context -> context.response().putHeader("Content-Type", "text/css")
                .end(resource("login.css")));
        router.get("/").handler(context -> redirect(context, HOME));
        for (String path : new String[]{"/wall*", "/assets/*", "/webjars/*"}) {
            router.get(path).handler(gate.orElse(Pages::toLogin));
        }
        router.get(HOME).handler(context -> context.reroute(HOME + "/index.html"));
        router.get("/wall/*").handler(files("wall"));
        router.get("/assets/wall/*").handler(files("wall"));
        router.get("/assets/ops/*").handler(files("ops"));
        router.get("/webjars/leaflet/*").handler(files("META-INF/resources/webjars/leaflet/1.9.4/dist"));
        router.get("/webjars/htmx/*").handler(files("META-INF/resources/webjars/htmx.org/2.0.7/dist"));
    }

    private static StaticHandler files(String root) {
        return StaticHandler.create(root).setCachingEnabled(true).setMaxAgeSeconds(60).setIncludeHidden(false);
    }

    static void toLogin(RoutingContext context) {
        redirect(context, LOGIN + "?next=" + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8));
    }

    static void redirect(RoutingContext context, String where) {
        context.response().setStatusCode(303).putHeader("Location", where).putHeader("Cache-Control", "no-store")
                .end();
    }

    private static String next(Optional<String> asked) {
        return asked.filter(path -> LOCAL.matcher(path).matches()).orElse(HOME);
    }

    private static void form(RoutingContext context, int status, String error) {
        Optional<String> asked = context.queryParam("next").stream().findFirst()
                .or(() -> Optional.ofNullable(context.request().getFormAttribute("next")));
        context.response().setStatusCode(status).putHeader("Content-Type", HTML).putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(FORM.replace("{{error}}", error).replace("{{next}}",
                        next(asked).replace("&", "&amp;"))));
    }

    private void login(RoutingContext context) {
        String user = Objects.requireNonNullElse(context.request().getFormAttribute("user"), "");
        String password = Objects.requireNonNullElse(context.request().getFormAttribute("password"), "");
        String address = context.request().remoteAddress().hostAddress();
        workers.executeBlocking(() -> accounts.login(user, password, address), false).onComplete(login -> {
            switch (login) {
                case Login.Granted granted -> enter(context, granted);
                case Login.Refused refused -> form(context, 401, "Nama atau sandi salah. Wrong user or password.");
                case Login.Paused paused -> form(context, 429, "Terlalu banyak percobaan, tunggu sebentar. "
                        + "Too many attempts, please wait.");
            }
        }, context::fail);
    }

    private static void enter(RoutingContext context, Login.Granted granted) {
        context.response().addCookie(Cookie.cookie(Gate.COOKIE, granted.token()).setHttpOnly(true).setPath("/")
                .setSameSite(CookieSameSite.STRICT).setSecure(context.request().isSSL())
                .setMaxAge(Duration.between(Instant.now(), granted.expiresAt()).toSeconds()));
        redirect(context, next(Optional.ofNullable(context.request().getFormAttribute("next"))));
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Pages.class.getResourceAsStream(name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
