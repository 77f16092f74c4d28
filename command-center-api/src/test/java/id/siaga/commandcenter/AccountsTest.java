package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People come, are appointed, suspended, and leave. */
@Timeout(120)
class AccountsTest {
    private static Running system;
    private static String admin = "";
    private static String keeper = "";
    private static String technical = "";

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        admin = system.token();
        keeper = system.session(Role.PENGELOLA_ADMIN);
        technical = system.session(Role.PJ_TEKNIS);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static HttpResponse<String> asked(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static int status(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return asked(token, method, path, body).statusCode();
    }

    private static String create(String user) throws IOException, InterruptedException {
        HttpResponse<String> made = asked(admin, "POST", "/accounts",
                """
                {"user":"%s","display_name":"Siti","email":"siti@example.id","phone":"0812",
                 "agency":"Satpol PP","appointment":"SK 800/1"}"""
                        .formatted(user));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Running.json(made).path("one_time_password").asText();
    }

    private static HttpResponse<String> login(String user, String password) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/sessions").POST(BodyPublishers.ofString(
                "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password))));
    }

    /** Through the first change of the password. */
    private static String settled(String user) throws IOException, InterruptedException {
        String given = create(user);
        String token = Running.json(login(user, given)).path("token").asText();
        assertThat(status(token, "PUT", "/account/password",
                "{\"old_password\":\"%s\",\"new_password\":\"kuda-terbang-lewat-jembatan\"}".formatted(given)))
                .isEqualTo(204);
        return token;
    }

    private static String role(String role, String kecamatan) {
        return """
               {"role":"%s","decree_type":"KEPALA_SATPOL_PP","decree_number":"800/7","decree_date":"2026-11-01",
                "valid_until":"%s"%s}""".formatted(role, Instant.now().plus(Duration.ofDays(30)),
                kecamatan.isEmpty() ? "" : ",\"kecamatan\":\"" + kecamatan + "\"");
    }

    @Test
    void aNewPersonChangesThePasswordFirst() throws Exception {
        String given = create("baru");
        String token = Running.json(login("baru", given)).path("token").asText();
        assertThat(asked(token, "GET", "/devices", "").body()).contains("/problems/password-change-required");
        for (String weak : new String[]{"pendek", "baru-baru-baru-baru", "password12345", given}) {
            assertThat(status(token, "PUT", "/account/password",
                    "{\"old_password\":\"%s\",\"new_password\":\"%s\"}".formatted(given, weak))).as(weak)
                    .isEqualTo(400);
        }
        assertThat(status(token, "PUT", "/account/password",
                "{\"old_password\":\"salah\",\"new_password\":\"kuda-terbang-lewat-jembatan\"}")).isEqualTo(400);
        assertThat(status(token, "PUT", "/account/password",
                "{\"old_password\":\"%s\",\"new_password\":\"kuda-terbang-lewat-jembatan\"}".formatted(given)))
                .isEqualTo(204);
        assertThat(asked(token, "GET", "/devices", "").body()).contains("/problems/forbidden");
        assertThat(login("baru", given).statusCode()).isEqualTo(401);
        assertThat(login("baru", "kuda-terbang-lewat-jembatan").statusCode()).isEqualTo(201);
    }

    @Test
    void anAccountIsFoundAndChanged() throws Exception {
        create("cari");
        HttpResponse<String> one = asked(keeper, "GET", "/accounts/cari", "");
        assertThat(Running.json(asked(keeper, "GET", "/accounts?q=CAR", "")).path("items")).hasSize(1);
        String tag = one.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> changed = system.send(system.anonymous("/api/v1/accounts/cari")
                .header("Authorization", "Bearer " + admin).header("If-Match", tag)
                .method("PATCH", BodyPublishers.ofString("{\"phone\":null,\"display_name\":\"Siti A\"}")));
        assertThat(Running.json(changed).path("display_name").asText()).isEqualTo("Siti A");
        assertThat(Running.json(changed).path("phone").isNull()).isTrue();
        assertThat(Running.json(changed).path("email").asText()).isEqualTo("siti@example.id");
        assertThat(system.send(system.anonymous("/api/v1/accounts/cari").header("Authorization", "Bearer " + admin)
                .header("If-Match", tag).method("PATCH", BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(412);
        assertThat(status(admin, "POST", "/accounts",
                "{\"user\":\"cari\",\"display_name\":\"x\",\"appointment\":\"y\"}")).isEqualTo(409);
        assertThat(status(admin, "POST", "/accounts",
                "{\"user\":\"layar-1\",\"display_name\":\"x\",\"appointment\":\"y\"}")).isEqualTo(400);
    }

    @Test
    void theSameRoleIsNotGivenTwiceAtATime() throws Exception {
        settled("dobel");
        String grants = "/accounts/dobel/grants";
        JsonNode given = Running.json(asked(keeper, "POST", grants, role("OPERATOR", "32.75.01")));
        HttpResponse<String> again = asked(keeper, "POST", grants, role("OPERATOR", "32.75.01"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("/problems/already-appointed");
        assertThat(status(keeper, "POST", grants, role("OPERATOR", "32.75.02"))).as("another place").isEqualTo(201);
        assertThat(status(keeper, "DELETE", grants + "/" + given.path("id") + "?reason=salah", "")).isEqualTo(200);
        assertThat(status(keeper, "POST", grants, role("OPERATOR", "32.75.01"))).isEqualTo(201);
    }

    @Test
    void aRoleIsGivenByDecreeAndEnded() throws Exception {
        String token = settled("korlap1");
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(403);
        HttpResponse<String> given = asked(keeper, "POST", "/accounts/korlap1/grants", role("KORLAP", "32.75.01"));
        assertThat(given.statusCode()).as(given.body()).isEqualTo(201);
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(200);
        assertThat(asked(keeper, "POST", "/accounts/korlap1/grants", role("KORLAP", "32.75.02")).body())
                .contains("/problems/korlap-elsewhere");
        assertThat(status(keeper, "POST", "/accounts/korlap1/grants", role("KORLAP", ""))).isEqualTo(400);
        assertThat(status(keeper, "POST", "/accounts/korlap1/grants", role("KORLAP", "31.71.01"))).isEqualTo(400);
        String grant = "/accounts/korlap1/grants/" + Running.json(given).path("id").asText();
        assertThat(status(keeper, "DELETE", grant, "")).isEqualTo(400);
        assertThat(status(keeper, "DELETE", grant + "?reason=pindah", "")).isEqualTo(200);
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(403);
        JsonNode history = Running.json(asked(keeper, "GET", "/accounts/korlap1/grants", "")).path("items");
        assertThat(history).hasSize(1);
        assertThat(history.get(0).path("revoke_reason").asText()).isEqualTo("pindah");
        assertThat(history.get(0).path("decree_number").asText()).isEqualTo("800/7");
    }

    @Test
    void aRoleGivenUntilADayEndsAtMidnightInJakarta() throws Exception {
        String token = settled("sehari");
        LocalDate last = LocalDate.now(ZoneId.of("Asia/Jakarta")).plusDays(3);
        JsonNode grant = Running.json(asked(admin, "POST", "/accounts/sehari/grants",
                """
                {"role":"OPERATOR","decree_type":"KEPALA_SATPOL_PP","decree_number":"1",
                 "decree_date":"2026-11-01","valid_until":"%s"}""".formatted(last)));
        assertThat(grant.path("valid_until").asText()).isEqualTo(last + "T17:00:00Z");
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(200);
        system.database().execute("""
                                  UPDATE command.session SET expires_at = now() + interval '9 days', idle_s = NULL
                                  WHERE token_sha256 = ?""", Secrets.sha256(token));
        Instant end = Instant.parse(last + "T17:00:00Z");
        assertThat(grantsAt(token, end.minusSeconds(1))).contains("OPERATOR");
        assertThat(grantsAt(token, end)).isEqualTo("[]");
    }

    private static String grantsAt(String token, Instant moment) {
        return system.database().row("SELECT grants::text AS grants FROM command.session_at(?) WHERE token_sha256 = ?",
                moment, Secrets.sha256(token)).orElseThrow().path("grants").asText();
    }

    @Test
    void nobodyGivesMoreThanTheyMay() throws Exception {
        create("calon");
        assertThat(status(keeper, "POST", "/accounts/calon/grants", role("ADMIN_PUSAT", ""))).isEqualTo(403);
        assertThat(status(keeper, "POST", "/accounts/pengelola_admin/grants", role("OPERATOR", ""))).isEqualTo(403);
        assertThat(status(admin, "POST", "/accounts/admin/grants", role("SEKDA", ""))).isEqualTo(403);
        assertThat(status(admin, "POST", "/accounts/calon/grants", role("WALL", ""))).isEqualTo(400);
        system.database().execute("UPDATE command.account SET agency = 'Diskominfo' WHERE user_name = 'calon'");
        assertThat(status(keeper, "POST", "/accounts/calon/grants", role("OPERATOR", ""))).isEqualTo(403);
        assertThat(status(admin, "POST", "/accounts/calon/grants", role("OPERATOR", ""))).isEqualTo(201);
    }

    @Test
    void theLastAdministratorStays() throws Exception {
        long grant = system.database()
                .row("SELECT id FROM command.grant_json WHERE \"user\" = 'admin' AND role = 'ADMIN_PUSAT'")
                .orElseThrow().path("id").longValue();
        assertThat(asked(admin, "DELETE", "/accounts/admin/grants/" + grant + "?reason=x", "").body())
                .contains("/problems/last-administrator");
        assertThat(asked(technical, "POST", "/accounts/admin/suspensions",
                "{\"reason_code\":\"MELANGGAR_ATURAN\",\"evidence\":\"x\",\"duration_s\":60}").body())
                .contains("/problems/last-administrator");
        assertThat(status(admin, "POST", "/accounts/admin/offboarding", "{\"reason\":\"x\"}")).isEqualTo(201);
        assertThat(status(admin, "POST", "/accounts/admin/offboarding/completion", "")).isEqualTo(409);
        assertThat(status(admin, "GET", "/accounts", "")).isEqualTo(200);
    }

    @Test
    void whoIsSuspendedReadsWhyAndNoMore() throws Exception {
        String token = settled("nakal");
        asked(admin, "POST", "/accounts/nakal/grants", role("OPERATOR", ""));
        HttpResponse<String> order = asked(technical, "POST", "/accounts/nakal/suspensions",
                "{\"reason_code\":\"GANGGUAN_KEAMANAN\",\"evidence\":\"log 12\",\"duration_s\":3600}");
        assertThat(order.statusCode()).as(order.body()).isEqualTo(201);
        assertThat(asked(token, "GET", "/incidents", "").body()).contains("/problems/suspended");
        assertThat(asked(token, "GET", "/account", "").body()).contains("GANGGUAN_KEAMANAN", "log 12", "SUSPENDED");
        String path = "/accounts/nakal/suspensions/" + Running.json(order).path("id").asText() + "?reason=banding";
        assertThat(status(admin, "DELETE", path, "")).isEqualTo(200);
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(200);
        assertThat(asked(token, "GET", "/account", "").body()).contains("\"lift_reason\":\"banding\"");
        assertThat(status(technical, "POST", "/accounts/nakal/suspensions",
                "{\"reason_code\":\"LAIN\",\"evidence\":\"x\",\"duration_s\":60}")).isEqualTo(400);
        assertThat(status(technical, "POST", "/accounts/pj_teknis/suspensions",
                "{\"reason_code\":\"MELANGGAR_ATURAN\",\"evidence\":\"x\",\"duration_s\":60}")).isEqualTo(403);
    }

    @Test
    void whoLeavesLosesAccessAndLeavesAHeir() throws Exception {
        String token = settled("pergi");
        create("ganti");
        int incident = workOf("pergi");
        asked(admin, "POST", "/accounts/pergi/grants", role("OPERATOR", ""));
        assertThat(status(admin, "POST", "/accounts/pergi/offboarding/completion", "")).isEqualTo(409);
        assertThat(status(keeper, "POST", "/accounts/pergi/offboarding",
                "{\"reason\":\"mutasi\",\"successor\":\"ganti\"}")).isEqualTo(201);
        assertThat(status(token, "GET", "/incidents", "")).isEqualTo(200);
        JsonNode gone = Running.json(asked(admin, "POST", "/accounts/pergi/offboarding/completion", ""));
        assertThat(gone.path("status").asText()).isEqualTo("DEACTIVATED");
        assertThat(gone.path("successor").asText()).isEqualTo("ganti");
        assertThat(gone.path("email").isNull()).isTrue();
        assertThat(gone.path("display_name").asText()).isEmpty();
        assertThat(gone.path("grants")).isEmpty();
        assertThat(status(token, "GET", "/account", "")).isEqualTo(401);
        assertThat(login("pergi", "kuda-terbang-lewat-jembatan").statusCode()).isEqualTo(401);
        assertThat(Running.json(asked(admin, "GET", "/accounts/pergi/grants", "")).path("items")).hasSize(1);
        assertThat(heldBy("ganti", incident))
                .isEqualTo("crew t, lead t, shift t, answers ganti, closure ganti by pergi");
        assertThat(system.database().rows("""
                                          SELECT 1 FROM command.incident_timeline
                                          WHERE incident_id = ? AND text LIKE '%pergi → ganti'""", incident))
                .hasSize(1);
    }

    /** On a crew and on shift, answering for an incident and proposing its closure, which is held. */
    private static int workOf(String user) {
        Database database = system.database();
        int incident = database
                .row("""
                     INSERT INTO command.incident (number, title, category, priority, state, cause, opened_at,
                         caused_at, updated_at, source, place_approximate, simulated)
                     VALUES ('TJL-UJI', 'Uji', 'TJL', 'P3', 'DITANGANI', 'uji', now(), now(), now(),
                         'PATROL', false, false)
                     RETURNING incident_id""").orElseThrow().path("incident_id").intValue();
        database.execute("""
                         INSERT INTO command.escalation (incident_id, step, raised_at, acknowledged_by, acknowledged_at)
                         VALUES (?, 'P3-DISPATCH', now(), ?, now())""", incident, user);
        database.execute("""
                         INSERT INTO command.closure (incident_id, state, result, note, proposed_by, proposer_id,
                             proposed_at, doubts, sensors)
                         SELECT ?, 'HELD', 'selesai', 'x', user_name, account_id, now(), '[]', '[]'
                         FROM command.account WHERE user_name = ?""", incident, user);
        database.execute("""
                         INSERT INTO command.unit (call_sign, kind, base_latitude, base_longitude)
                         VALUES ('URC-UJI', 'URC', -6.24, 107.01)""");
        database.execute("INSERT INTO command.crew (name) VALUES ('Regu uji')");
        database.execute("""
                         INSERT INTO command.crew_member (crew_id, account_id, lead)
                         SELECT crew_id, account_id, true FROM command.crew, command.account WHERE user_name = ?""",
                user);
        database.execute(
                """
                WITH s AS (
                    INSERT INTO command.shift (crew_id, unit_id, starts_at, ends_at, entered_by)
                    SELECT crew_id, unit_id, now(), now() + interval '8 h', 'admin'
                    FROM command.crew, command.unit RETURNING shift_id, starts_at, ends_at)
                INSERT INTO command.shift_member (shift_id, account_id, starts_at, ends_at, lead, qualifications)
                SELECT shift_id, account_id, starts_at, ends_at, true, '{}' FROM s, command.account
                WHERE user_name = ?""", user);
        return incident;
    }

    private static String heldBy(String user, int incident) {
        return system.database()
                .row("""
                     SELECT format('crew %s, lead %s, shift %s, answers %s, closure %s by %s',
                         (SELECT count(*) = 1 FROM command.crew_member m WHERE m.account_id = a.account_id),
                         (SELECT lead FROM command.crew_member m WHERE m.account_id = a.account_id),
                         EXISTS (SELECT FROM command.shift_member m WHERE m.account_id = a.account_id),
                         (SELECT acknowledged_by FROM command.escalation WHERE incident_id = ?),
                         (SELECT user_name FROM command.account p JOIN command.closure c
                              ON c.proposer_id = p.account_id WHERE c.incident_id = ?),
                         (SELECT proposed_by FROM command.closure WHERE incident_id = ?)) AS held
                     FROM command.account a WHERE user_name = ?""", incident,
                        incident, incident, user)
                .orElseThrow().path("held").asText();
    }
}
