package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages let pass, without a browser. */
class OpsPagesTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_form\" value=\"([^\"]+)\"");
    private static Running system;
    private static long incident;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        incident = insert("<script>alert(1)</script> \"kutip\"", "32.75.01");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static long insert(String title, String kecamatan) {
        return system.database().row(
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, kecamatan_code, place_approximate, simulated)
                VALUES (gen_random_uuid(), ?, 'TJL', 'P3', 'BARU', gen_random_uuid(), now(), now(), now(), ?, false, false)
                RETURNING incident_id""",
                title, kecamatan).orElseThrow().path("incident_id").longValue();
    }

    private static HttpResponse<String> page(String token, String path) throws IOException, InterruptedException {
        return system.send(system.anonymous(path).header("Cookie", "siaga_session=" + token));
    }

    private static HttpResponse<String> form(String path, Map<String, String> fields, String... headers)
            throws IOException, InterruptedException {
        String body = fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = system.anonymous(path).header("Cookie", "siaga_session=" + system.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + system.center().port())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return system.send(request);
    }

    private static String formToken() throws IOException, InterruptedException {
        Matcher found = TOKEN.matcher(page(system.token(), "/ops/saya").body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ops", "/ops/antrean", "/ops/insiden/1", "/ops/peta", "/ops/perangkat", "/ops/saya",
            "/ops/akun", "/ops/audit", "/ops/penugasan", "/ops/tugas", "/assets/ops/main.js",
            "/webjars/htmx/htmx.min.js"})
    void whoHasNoSessionIsSentToTheLogin(String path) throws Exception {
        HttpResponse<String> reply = system.send(system.anonymous(path));
        assertThat(reply.statusCode()).isEqualTo(303);
        assertThat(reply.headers().firstValue("Location").orElseThrow()).startsWith("/login?next=%2F");
    }

    @Test
    void aPartThatIsFetchedAnewDoesNotBecomeTheLoginPage() throws Exception {
        HttpResponse<String> reply = system.send(system.anonymous("/ops/antrean").header("HX-Request", "true"));
        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.headers().firstValue("HX-Redirect")).contains("/login?next=%2Fops%2Fantrean");
    }

    @Test
    void whatAnIncidentSaysIsTextNotMarkup() throws Exception {
        for (String path : new String[]{"/ops/antrean", "/ops/insiden/" + incident, "/ops/peta"}) {
            assertThat(page(system.token(), path).body()).doesNotContain("<script>alert")
                    .contains("&lt;script&gt;alert");
        }
        assertThat(page(system.token(), "/ops/antrean?kecamatan=%22%3E%3Cscript%3E").body())
                .doesNotContain("\"><script>");
    }

    @Test
    void aPageIsRefusedToWhomTheContractRefusesIt() throws Exception {
        String technician = system.session(Role.TEKNISI);
        assertThat(page(technician, "/ops/antrean").statusCode()).isEqualTo(403);
        assertThat(page(technician, "/ops/insiden/" + incident).statusCode()).isEqualTo(403);
        assertThat(page(technician, "/ops/perangkat").statusCode()).isEqualTo(200);
        assertThat(page(technician, "/ops/perangkat").body()).doesNotContain("href=\"/ops/antrean\"");
        assertThat(page(system.session(Role.STAKEHOLDER), "/ops/perangkat").statusCode()).isEqualTo(403);
        assertThat(page(system.session(Role.KORLAP, "32.75.02"), "/ops/insiden/" + incident).statusCode())
                .isEqualTo(404);
        String mayor = system.session(Role.WALI_KOTA);
        assertThat(page(mayor, "/ops/insiden/" + incident).body()).doesNotContain("<form method=\"post\"");
    }

    @Test
    void aFormOfAnotherSiteOrSessionDoesNothing() throws Exception {
        String path = "/ops/insiden/" + insert("Jangan disentuh", "32.75.01");
        Map<String, String> move = Map.of("version", "1", "state", "DIVERIFIKASI");
        assertThat(form(path, move).statusCode()).isEqualTo(403);
        assertThat(form(path, with(move, "x")).statusCode()).isEqualTo(403);
        assertThat(form(path, with(move, formToken()), "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(form(path, with(move, formToken()), "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(page(system.token(), path).body()).contains("<dd id=\"state\">Baru</dd>");
        HttpResponse<String> done = form(path, with(move, formToken()), "Sec-Fetch-Site", "same-origin");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains(path + "?ok=1");
        assertThat(page(system.token(), path).body()).contains("<dd id=\"state\">Diverifikasi</dd>");
    }

    private static Map<String, String> with(Map<String, String> fields, String token) {
        Map<String, String> all = new java.util.HashMap<>(fields);
        all.put("_form", token);
        return all;
    }

    @Test
    void whatTheApiRefusesIsSaidOnThePage() throws Exception {
        String path = "/ops/insiden/" + insert("Dua orang", "32.75.01");
        form(path, with(Map.of("version", "1", "state", "DIVERIFIKASI"), formToken()));
        HttpResponse<String> late = form(path, with(Map.of("version", "1", "note", "catatan saya"), formToken()));
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("sudah berubah sejak Anda membukanya", "Baru → Diverifikasi", "catatan saya");
        HttpResponse<String> illegal = form(path, with(Map.of("version", "2", "state", "DITUTUP"), formToken()));
        assertThat(illegal.statusCode()).isEqualTo(409);
        assertThat(illegal.body()).contains("Perpindahan status tidak boleh");
    }

    @Test
    void logoutEndsTheSession() throws Exception {
        String token = system.session(Role.PETUGAS);
        Matcher found = TOKEN.matcher(page(token, "/ops/saya").body());
        assertThat(found.find()).isTrue();
        HttpResponse<String> left = system.send(system.anonymous("/ops/keluar")
                .header("Cookie", "siaga_session=" + token).header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + system.center().port())
                .POST(HttpRequest.BodyPublishers.ofString("_form=" + found.group(1))));
        assertThat(left.statusCode()).isEqualTo(303);
        assertThat(page(token, "/ops/saya").statusCode()).isEqualTo(303);
    }

    @Test
    void theQueueOfAHundredThousandIncidentsIsThereInTwoTenthsOfASecond() throws Exception {
        try (Running big = new Running()) {
            big.login();
            big.database().execute("""
                                   INSERT INTO command.incident (number, title, category, priority, state, cause,
                                       caused_at, opened_at, updated_at, kecamatan_code, kecamatan, place_approximate,
                                       simulated)
                                   SELECT 'TLN-' || n, 'Insiden ' || n, 'TJL', 'P' || 1 + n % 4,
                                       CASE WHEN n % 49 = 0 THEN 'BARU' ELSE 'DITUTUP' END, 'uji/' || n,
                                       now() - n * interval '1 minute', now() - n * interval '1 minute', now(),
                                       '32.75.0' || 1 + n % 9, 'Kecamatan', false, false
                                   FROM generate_series(1, 100000) AS n""");
            big.database().execute("ANALYZE command.incident");
            long[] took = IntStream.range(0, 30).mapToLong(i -> timed(big)).sorted().toArray();
            System.out.printf("queue with 100,000 incidents: median %d ms, worst %d ms%n", took[15], took[29]);
            assertThat(took[15]).isLessThan(200);
        }
    }

    private static long timed(Running big) {
        try {
            long from = System.nanoTime();
            HttpResponse<String> reply = big.get("/ops/antrean");
            assertThat(reply.statusCode()).isEqualTo(200);
            return (System.nanoTime() - from) / 1_000_000;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
