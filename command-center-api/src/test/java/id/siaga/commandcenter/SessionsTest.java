package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.BaseEncoding;
import id.siaga.commandcenter.account.Accounts;
import id.siaga.commandcenter.account.Login;
import id.siaga.commandcenter.account.Origin;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.main.Siaga;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins, one-time codes, tokens of programs, and the ends of all of them. */
@Timeout(120)
class SessionsTest {
    private static Running system;
    private static String admin = "";

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        admin = system.token();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static HttpResponse<String> asked(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token)
                .header("User-Agent", "uji/1").method(method, BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> login(String user, String more) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/sessions").header("User-Agent", "uji/1").POST(BodyPublishers
                .ofString("{\"user\":\"%s\",\"password\":\"%s\"%s}".formatted(user, system.password, more))));
    }

    private static JsonNode sessions(String token, String query) throws IOException, InterruptedException {
        return Running.json(asked(token, "GET", "/sessions" + query, "")).path("items");
    }

    @Test
    void sessionsAreListedAndRevoked() throws Exception {
        String first = system.session(Role.SEKDA);
        String second = Running.json(login("sekda", "")).path("token").asText();
        JsonNode own = sessions(second, "?live=true");
        assertThat(own).hasSize(2);
        assertThat(own.get(0).path("user_agent").asText()).isEqualTo("uji/1");
        assertThat(own.get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(own.toString()).doesNotContain("sha256");
        assertThat(asked(second, "GET", "/sessions?user=admin", "").statusCode()).isEqualTo(403);
        assertThat(sessions(admin, "?user=sekda")).hasSize(2);
        long adminSession = sessions(admin, "").get(0).path("id").longValue();
        assertThat(asked(second, "DELETE", "/sessions/" + adminSession, "").statusCode()).isEqualTo(404);
        assertThat(Running.json(asked(second, "DELETE", "/sessions", "")).path("revoked").intValue()).isEqualTo(1);
        assertThat(asked(first, "GET", "/account", "").statusCode()).isEqualTo(401);
        assertThat(asked(second, "GET", "/account", "").statusCode()).isEqualTo(200);
        long id = sessions(second, "?live=true").get(0).path("id").longValue();
        assertThat(asked(admin, "DELETE", "/sessions/" + id, "").statusCode()).isEqualTo(204);
        assertThat(asked(second, "GET", "/account", "").statusCode()).isEqualTo(401);
        assertThat(sessions(admin, "?user=sekda").get(0).path("revoked_by").asText()).isEqualTo("admin");
    }

    @Test
    void theShortestLimitOfAllRolesCounts() throws Exception {
        system.session(Role.WALI_KOTA);
        JsonNode mayor = sessions(admin, "?user=wali_kota").get(0);
        JsonNode all = sessions(admin, "");
        JsonNode administrator = all.get(all.size() - 1);
        AccessSettings settings = Settings.shipped().access();
        assertThat(mayor.path("idle_s").longValue()).isEqualTo(settings.session().idleS());
        assertThat(settings.sessionOf()).extractingByKey(Role.ADMIN_PUSAT).extracting(AccessSettings.Life::idleS)
                .isEqualTo(administrator.path("idle_s").longValue());
    }

    @Test
    void aProgramsTokenReachesNoFurtherThanItWasMade() throws Exception {
        Instant until = Instant.now().plus(Duration.ofDays(30));
        HttpResponse<String> made = asked(admin, "POST", "/api-tokens",
                "{\"name\":\"prometheus\",\"roles\":[\"TEKNISI\"],\"read_only\":true,\"expires_at\":\"%s\"}"
                        .formatted(until));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String token = Running.json(made).path("token").asText();
        assertThat(token).startsWith("siaga_");
        assertThat(asked(token, "GET", "/devices", "").statusCode()).isEqualTo(200);
        assertThat(asked(token, "GET", "/incidents", "").statusCode()).isEqualTo(403);
        assertThat(asked(token, "POST", "/devices", "[]").statusCode()).isEqualTo(403);
        assertThat(asked(token, "POST", "/api-tokens", "{}").statusCode()).isEqualTo(403);
        assertThat(asked(system.session(Role.KORLAP, "32.75.01"), "POST", "/api-tokens",
                "{\"name\":\"x\",\"roles\":[\"ADMIN_PUSAT\"],\"expires_at\":\"%s\"}".formatted(until)).statusCode())
                .isEqualTo(403);
        assertThat(asked(admin, "POST", "/api-tokens", "{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                .statusCode()).isEqualTo(400);
        assertThat(asked(admin, "DELETE", "/sessions/" + Running.json(made).path("id").asText(), "").statusCode())
                .isEqualTo(204);
        assertThat(asked(token, "GET", "/devices", "").statusCode()).isEqualTo(401);
        assertThat(system.database().rows("SELECT * FROM command.session").toString()).doesNotContain(token);
    }

    private static String code(String secret, Instant at) throws Exception {
        TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
        return codes.generateOneTimePasswordString(
                new SecretKeySpec(BaseEncoding.base32().decode(secret), codes.getAlgorithm()), at);
    }

    @Test
    void oneTimeCodesAreAskedForAndTakenOnce() throws Exception {
        String token = system.session(Role.WALIDATA);
        JsonNode enrolled = Running.json(asked(token, "POST", "/account/totp", ""));
        String secret = enrolled.path("secret").asText();
        assertThat(enrolled.path("otpauth_uri").asText()).startsWith("otpauth://totp/Siaga:walidata?secret=" + secret);
        assertThat(login("walidata", "").statusCode()).as("not confirmed yet").isEqualTo(201);
        assertThat(asked(token, "POST", "/account/totp/confirmation", "{\"otp\":\"000000\"}").statusCode())
                .isEqualTo(400);
        Instant now = Instant.now();
        String first = code(secret, now.minusSeconds(30));
        JsonNode recovery = Running.json(asked(token, "POST", "/account/totp/confirmation",
                "{\"otp\":\"%s\"}".formatted(first))).path("recovery_codes");
        assertThat(recovery).hasSize(10);
        HttpResponse<String> without = login("walidata", "");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.body()).contains("/problems/otp-required");
        assertThat(login("walidata", ",\"otp\":\"%s\"".formatted(first)).statusCode()).as("replay").isEqualTo(401);
        String next = ",\"otp\":\"%s\"".formatted(code(secret, now));
        assertThat(login("walidata", next).statusCode()).isEqualTo(201);
        assertThat(login("walidata", next).statusCode()).as("replay").isEqualTo(401);
        String spare = ",\"otp\":\"%s\"".formatted(recovery.get(0).asText());
        assertThat(login("walidata", spare).statusCode()).isEqualTo(201);
        assertThat(login("walidata", spare).statusCode()).as("used up").isEqualTo(401);
        assertThat(asked(admin, "DELETE", "/accounts/walidata/totp", "").statusCode()).isEqualTo(204);
        assertThat(login("walidata", "").statusCode()).isEqualTo(201);
    }

    @Test
    void guessingFromManyAddressesPausesTheAccountButNotItsOwner() throws Exception {
        system.session(Role.TIM_TAKSIR);
        Accounts accounts = system.center().accounts();
        Accounts.Attempt wrong = new Accounts.Attempt("tim_taksir", "salah", Optional.empty());
        Accounts.Attempt right = new Accounts.Attempt("tim_taksir", system.password, Optional.empty());
        int most = Settings.shipped().access().logins().accountFailures();
        for (int i = 0; i < most; i++) {
            assertThat(accounts.login(wrong, new Origin("192.0.2." + i, Optional.empty())))
                    .isInstanceOf(Login.Refused.class);
        }
        assertThat(accounts.login(right, new Origin("198.51.100.9", Optional.empty())))
                .isInstanceOf(Login.Paused.class);
        assertThat(accounts.login(right, new Origin("127.0.0.1", Optional.empty())))
                .isInstanceOf(Login.Granted.class);
    }

    @Test
    void aResetPasswordEndsSessionsAndMustBeChanged() throws Exception {
        String token = system.session(Role.STAKEHOLDER);
        String fresh = Running.json(asked(admin, "POST", "/accounts/stakeholder/password-reset", ""))
                .path("one_time_password").asText();
        assertThat(asked(token, "GET", "/account", "").statusCode()).isEqualTo(401);
        String next = Running.json(system.send(system.anonymous("/api/v1/sessions").POST(BodyPublishers.ofString(
                "{\"user\":\"stakeholder\",\"password\":\"%s\"}".formatted(fresh))))).path("token").asText();
        assertThat(Running.json(asked(next, "GET", "/sessions/current", "")).path("standing").asText())
                .isEqualTo("MUST_CHANGE_PASSWORD");
    }

    private static int byCookie(String token, String header, String value) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/sessions").header("Cookie", "siaga_session=" + token)
                .header(header, value).DELETE()).statusCode();
    }

    @Test
    void aCookieChangesNothingForAnotherSitesPage() throws Exception {
        String token = system.session(Role.OPD_ADMIN);
        String own = system.anonymous("/").build().uri().resolve("/").toString().replaceAll("/$", "");
        assertThat(byCookie(token, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        assertThat(byCookie(token, "Sec-Fetch-Site", "same-site")).isEqualTo(403);
        assertThat(byCookie(token, "Origin", "https://evil.example")).isEqualTo(403);
        assertThat(byCookie(token, "Origin", "null")).isEqualTo(403);
        assertThat(byCookie(token, "X-Nothing", "neither")).isEqualTo(403);
        assertThat(byCookie(token, "Origin", own)).isEqualTo(200);
        assertThat(byCookie(token, "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
        assertThat(system.send(system.anonymous("/api/v1/account").header("Cookie", "siaga_session=" + token)
                .header("Sec-Fetch-Site", "cross-site")).statusCode()).as("reading").isEqualTo(200);
        assertThat(system.send(system.anonymous("/login").header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("user=admin&password=" + system.password))).statusCode())
                .isEqualTo(403);
    }

    private static int loginBy(String path, String body, String header, String value)
            throws IOException, InterruptedException {
        return system.send(system.anonymous(path).header(header, value).header("Content-Type",
                path.equals("/login") ? "application/x-www-form-urlencoded" : "application/json")
                .POST(BodyPublishers.ofString(body))).statusCode();
    }

    /** Else a page could log somebody in as its own maker, and read what they then enter. */
    @Test
    void anotherSitesPageLogsNobodyIn() throws Exception {
        String json = "{\"user\":\"admin\",\"password\":\"%s\"}".formatted(system.password);
        String form = "user=admin&password=" + system.password;
        String own = "http://127.0.0.1:" + system.center().port();
        for (String[] header : new String[][]{{"Origin", "https://evil.example"}, {"Origin", "null"},
                {"Origin", own + "0"}, {"Origin", "http://a b"}, {"Sec-Fetch-Site", "cross-site"},
                {"Sec-Fetch-Site", "same-site"}}) {
            assertThat(loginBy("/api/v1/sessions", json, header[0], header[1])).as(String.join(" ", header))
                    .isEqualTo(403);
            assertThat(loginBy("/login", form, header[0], header[1])).as(String.join(" ", header)).isEqualTo(403);
        }
        assertThat(loginBy("/api/v1/sessions", json, "Origin", own)).isEqualTo(201);
        assertThat(loginBy("/login", form, "Origin", own)).isEqualTo(303);
        assertThat(loginBy("/api/v1/sessions", json, "X-Nothing", "a program")).isEqualTo(201);
        assertThat(loginBy("/login", form, "X-Nothing", "a program")).isEqualTo(303);
    }

    @Test
    void theFirstPasswordIsChangedInTheBrowser() throws Exception {
        system.session(Role.PETUGAS);
        system.database()
                .execute("UPDATE command.account SET must_change_password = true WHERE user_name = 'petugas'");
        String token = Running.json(login("petugas", "")).path("token").asText();
        assertThat(system.send(system.anonymous("/password").header("Cookie", "siaga_session=" + token)).body())
                .contains("new_password");
        HttpResponse<String> changed = system.send(system.anonymous("/password")
                .header("Cookie", "siaga_session=" + token).header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers
                        .ofString("old_password=" + system.password + "&new_password=kuda-terbang-lewat-jembatan")));
        assertThat(changed.statusCode()).isEqualTo(303);
        assertThat(asked(token, "GET", "/incidents", "").statusCode()).isEqualTo(200);
    }

    @Test
    void guessingThePasswordWithASessionSoonStops() throws Exception {
        String token = system.session(Role.OPERATOR);
        int most = Settings.shipped().access().perMinute().getOrDefault("change_password", 0);
        String guess = "{\"old_password\":\"salah\",\"new_password\":\"kuda-terbang-lewat-jembatan\"}";
        for (int i = 0; i < most; i++) {
            assertThat(asked(token, "PUT", "/account/password", guess).statusCode()).isEqualTo(400);
        }
        HttpResponse<String> last = asked(token, "PUT", "/account/password", guess);
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("/problems/too-many-requests");
        assertThat(asked(system.session(Role.OPERATOR), "PUT", "/account/password", guess).statusCode())
                .as("another session").isEqualTo(400);
    }

    @Test
    void aPasswordIsDrawnOnTheMachineItself() throws Exception {
        system.session(Role.KEPALA_SATPOL_PP);
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            Siaga.main(new String[]{"reset-password", "kepala_satpol_pp", "--database-url",
                    system.scratch.source().getJdbcUrl()});
        } finally {
            System.setOut(console);
        }
        String line = said.toString(StandardCharsets.UTF_8).lines().filter(each -> each.startsWith("login: "))
                .findFirst().orElseThrow();
        assertThat(line).startsWith("login: kepala_satpol_pp / ");
        HttpResponse<String> entered = system.send(system.anonymous("/api/v1/sessions").POST(BodyPublishers.ofString(
                "{\"user\":\"kepala_satpol_pp\",\"password\":\"%s\"}"
                        .formatted(line.substring(line.lastIndexOf(' ') + 1)))));
        assertThat(entered.statusCode()).isEqualTo(201);
        assertThat(login("kepala_satpol_pp", "").statusCode()).isEqualTo(401);
    }
}
