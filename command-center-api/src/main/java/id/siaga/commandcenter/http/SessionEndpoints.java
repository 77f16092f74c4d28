package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Session;
import id.siaga.commandcenter.account.Sessions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Login and logout for programs, and the list of sessions, tokens and screens. */
public record SessionEndpoints(Accounts accounts, Sessions sessions) {
    private static final int LONGEST = 200;
    private static final String EVERYBODY = "*";

    public Map<String, Endpoint> byOperation() {
        return Map.of("login", this::login, "logout", this::logout, "current_session", SessionEndpoints::current,
                "sessions", this::list, "revoke_session", this::revoke, "revoke_sessions", this::revokeAll);
    }

    private Reply login(Call call) {
        JsonNode body = call.json();
        Accounts.Attempt attempt = new Accounts.Attempt(text(body, "user"), text(body, "password"),
                Optional.ofNullable(body.path("otp").textValue()).filter(text -> !text.isBlank()));
        return switch (accounts.login(attempt, call.origin())) {
            case Login.Granted granted -> Reply.created(JsonNodeFactory.instance.objectNode()
                    .put("token", granted.token()).put("expires_at", granted.expiresAt().toString()));
            case Login.Refused refused -> throw new Problem(401, "login-refused", "Gagal masuk (login refused)",
                    "Nama atau sandi salah (wrong user or password)");
            case Login.CodeNeeded needed -> throw new Problem(401, "otp-required",
                    "Perlu kode sekali pakai (one-time code needed)", "Kirim lagi dengan otp (send again with otp)");
            case Login.Paused paused -> throw new Problem(429, "login-paused",
                    "Terlalu banyak percobaan (too many attempts)", "Coba lagi setelah " + paused.until());
        };
    }

    private static String text(JsonNode body, String name) {
        return Optional.ofNullable(body.path(name).textValue())
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
                .orElseThrow(() -> Problem.field(name, "wajib, teks sampai 200 huruf (required text)"));
    }

    private Reply logout(Call call) {
        Gate.token(call.context()).ifPresent(token -> sessions.logout(token, call.account().user()));
        return Reply.nothing();
    }

    private static Reply current(Call call) {
        Session session = call.session();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", session.id())
                .put("user", session.account().user()).put("kind", session.kind().name())
                .put("reach", session.reach().name()).put("standing", session.standing().name())
                .put("expires_at", session.expiresAt().toString());
        session.account().grants().forEach(grant -> body.withArray("grants").addObject()
                .put("role", grant.role().name()).put("kecamatan", grant.kecamatan().orElse(null))
                .put("agency", grant.agency().orElse(null)));
        return Reply.ok(body);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        boolean live = Boolean.TRUE.equals(call.truth("live"));
        return page.reply(sessions.list(whose(call), live, page.before(), page.probe()), "id");
    }

    /** One's own, or for an administrator those of {@code user}, null for everybody's. */
    private static @Nullable String whose(Call call) {
        Optional<String> user = call.query("user");
        if (user.isEmpty()) {
            return call.account().user();
        }
        call.only(Role.ADMIN_PUSAT);
        return user.get().equals(EVERYBODY) ? null : user.get();
    }

    private Reply revoke(Call call) {
        String by = call.account().user();
        boolean found = call.account().holds(Role.ADMIN_PUSAT)
                ? sessions.revoke(call.id(), null, by)
                : sessions.revoke(call.id(), by, by);
        if (!found) {
            throw Problem.missing("sesi " + call.path("id"));
        }
        return Reply.nothing();
    }

    private Reply revokeAll(Call call) {
        String user = Optional.ofNullable(whose(call))
                .orElseThrow(() -> Problem.field("user", "satu orang (one person)"));
        int ended = sessions.revokeAll(user, call.session().id(), call.account().user());
        return Reply.ok(JsonNodeFactory.instance.objectNode().put("revoked", ended));
    }
}
