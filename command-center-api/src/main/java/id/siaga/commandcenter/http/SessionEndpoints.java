package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import java.util.Map;
import java.util.Optional;

/** Login and logout for programs. */
public record SessionEndpoints(Accounts accounts) {
    private static final int LONGEST = 200;

    public Map<String, Endpoint> byOperation() {
        return Map.of("login", this::login, "logout", this::logout);
    }

    private Reply login(Call call) {
        JsonNode body = call.json();
        return switch (accounts.login(text(body, "user"), text(body, "password"), call.address())) {
            case Login.Granted granted -> Reply.created(JsonNodeFactory.instance.objectNode()
                    .put("token", granted.token()).put("expires_at", granted.expiresAt().toString()));
            case Login.Refused refused -> throw new Problem(401, "login-refused", "Gagal masuk (login refused)",
                    "Nama atau sandi salah (wrong user or password)");
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
        Gate.token(call.context()).ifPresent(accounts::logout);
        return Reply.nothing();
    }
}
