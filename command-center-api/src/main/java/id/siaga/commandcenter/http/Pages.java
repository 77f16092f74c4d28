package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import id.siaga.commandcenter.account.Origin;
import id.siaga.commandcenter.account.Session;
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
    private static final String SIGN_ON = "<p><a href=\"/login/oidc\">Masuk lewat SSO <span lang=\"en\">Single sign-on"
            + "</span></a></p>";
    private static final long MAX_FORM = 8_192;
    /** One slash, then no second one or backslash, which browsers take for another host; nothing to escape in HTML. */
    private static final Pattern LOCAL = Pattern.compile("/(?:[A-Za-z0-9._~%?=&-][A-Za-z0-9._~%?=&/-]*)?");
    private static final String FORM = resource("login.html");
    private static final String[][] FILES = {{"/login.css", "login.css", "text/css"}, {"/pair", "pair.html", HTML},
            {"/pair.js", "pair.js", "text/javascript"}, {"/favicon.svg", "favicon.svg", "image/svg+xml"}};

    private final HttpFront.Doors doors;
    private final WorkerExecutor workers;
    private final Gate gate;

    Pages(HttpFront.Doors doors, WorkerExecutor workers, Gate gate) {
        this.doors = doors;
        this.workers = workers;
        this.gate = gate;
    }

    void mount(Router router) {
        router.get(LOGIN).handler(context -> form(context, 200, ""));
        router.post(LOGIN).handler(BodyHandler.create(false).setBodyLimit(MAX_FORM)).handler(this::login);
        for (String[] file : FILES) {
            router.get(file[0]).handler(context -> context.response().putHeader("Content-Type", file[2])
                    .end(resource(file[1])));
        }
        router.get("/").handler(context -> redirect(context, HOME));
        for (String path : new String[]{"/wall*", "/assets/*", "/webjars/*"}) {
            router.get(path).handler(gate.orElse(Pages::toLogin));
        }
        router.get("/wall*").handler(Pages::withOwnPassword);
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

    /** Whoever was given their first password sees nothing before they have one of their own. */
    private static void withOwnPassword(RoutingContext context) {
        if (new Call(context).session().standing() == Session.Standing.MUST_CHANGE_PASSWORD) {
            redirect(context, "/password");
        } else {
            context.next();
        }
    }

    static void redirect(RoutingContext context, String where) {
        context.response().setStatusCode(303).putHeader("Location", where).putHeader("Cache-Control", "no-store")
                .end();
    }

    static String next(Optional<String> asked) {
        return asked.filter(path -> LOCAL.matcher(path).matches()).orElse(HOME);
    }

    static void form(RoutingContext context, int status, String error, String signOn) {
        Optional<String> asked = context.queryParam("next").stream().findFirst()
                .or(() -> Optional.ofNullable(context.request().getFormAttribute("next")));
        context.response().setStatusCode(status).putHeader("Content-Type", HTML).putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(FORM.replace("{{error}}", error).replace("{{sso}}", signOn).replace("{{next}}",
                        next(asked).replace("&", "&amp;"))));
    }

    private void form(RoutingContext context, int status, String error) {
        form(context, status, error, doors.singleSignOn().isPresent() ? SIGN_ON : "");
    }

    private void login(RoutingContext context) {
        if (Admission.isForeign(context)) {
            form(context, 403, "Bukan dari halaman Siaga. Not from a page of ours.");
            return;
        }
        doors.rates().take("login", Peer.of(context).address());
        String user = Objects.requireNonNullElse(context.request().getFormAttribute("user"), "");
        String password = Objects.requireNonNullElse(context.request().getFormAttribute("password"), "");
        Optional<String> code = Optional.ofNullable(context.request().getFormAttribute("otp"))
                .filter(text -> !text.isBlank());
        Origin origin = new Call(context).origin();
        workers.executeBlocking(
                () -> doors.accounts().login(new Accounts.Attempt(user, password, code), origin), false)
                .onComplete(login -> {
                    switch (login) {
                        case Login.Granted granted -> enter(context, granted);
                        case Login.Refused refused ->
                            form(context, 401, "Nama atau sandi salah. Wrong user or password.");
                        case Login.CodeNeeded needed ->
                            form(context, 401, "Isi juga kode sekali pakai. One-time code needed.");
                        case Login.Paused paused -> form(context, 429, "Terlalu banyak percobaan, tunggu sebentar. "
                                + "Too many attempts, please wait.");
                    }
                }, context::fail);
    }

    /** The session as a cookie that no script reads and no other site's page sends. */
    static Cookie cookie(RoutingContext context, String token, Duration life) {
        return Cookie.cookie(Gate.COOKIE, token).setHttpOnly(true).setPath("/").setSameSite(CookieSameSite.STRICT)
                .setSecure(Peer.of(context).isSecure(context)).setMaxAge(life.toSeconds());
    }

    private static void enter(RoutingContext context, Login.Granted granted) {
        context.response().addCookie(
                cookie(context, granted.token(), Duration.between(Instant.now(), granted.expiresAt())));
        redirect(context, next(Optional.ofNullable(context.request().getFormAttribute("next"))));
    }

    static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Pages.class.getResourceAsStream(name))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
