package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.closure.photo.Scene;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do by forms, without a browser. */
class OpsFormsTest {
    private static final Pattern CODE = Pattern.compile("<code>([^<]+)</code>");
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");
    private static Running system;
    private static Visitor desk;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        desk = new Visitor(system, system.token());
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static long incident(String category, String priority, String state) {
        return system.database().row(
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, kecamatan_code, place_approximate, simulated)
                VALUES (gen_random_uuid(), 'Uji', ?, ?, ?, gen_random_uuid(), now(), now(), now(), '32.75.01', false,
                    false) RETURNING incident_id""",
                category, priority, state).orElseThrow().path("incident_id").longValue();
    }

    private static String version(long incident) {
        return system.database().row("SELECT version FROM command.incident WHERE incident_id = ?", incident)
                .orElseThrow().path("version").asText();
    }

    @Test
    void anIncidentIsReportedOnceHoweverOftenItsFormIsSent() throws Exception {
        String[] form = {"key", "formulir-0001", "source", "COMPLAINT", "title", "Reklame roboh", "category", "TJL",
                "priority", "P3", "event_time",
                LocalDateTime.now(ZoneId.of("Asia/Jakarta")).minusMinutes(9).truncatedTo(ChronoUnit.MINUTES).toString(),
                "kelurahan_code", "32.75.01.1001", "description", "Menutup dua lajur", "name", "Bu Tini", "phone",
                "0812"};
        String where = desk.done("/ops/lapor", form);
        assertThat(desk.done("/ops/lapor", form)).isEqualTo(where);
        assertThat(desk.page(where)).contains("Reklame roboh", "Menutup dua lajur", "<dd>Pengaduan warga</dd>")
                .doesNotContain("Bu Tini");
        HttpResponse<String> lacking = desk.send("/ops/lapor", "source", "COMPLAINT", "title", "Tanpa tempat");
        assertThat(lacking.statusCode()).isEqualTo(400);
        assertThat(lacking.body()).contains("value=\"Tanpa tempat\"", "href=\"#category\"");
        assertThat(new Visitor(system, system.session(Role.TEKNISI)).open("/ops/lapor").statusCode()).isEqualTo(403);
    }

    @Test
    void allThatWasReportedIsOnThePageOfTheIncident() throws Exception {
        String where = desk.done("/ops/lapor", "key", "formulir-0002", "source", "LAPOR", "title", "Kabel menjuntai",
                "category", "TLN", "priority", "P2", "event_time",
                LocalDateTime.now(WIB).minusMinutes(9).truncatedTo(ChronoUnit.MINUTES).toString(), "lat",
                "-6,2897", "lng", "106,9734", "description", "Setinggi kepala <b>orang</b>", "channel_reference",
                "LAPOR-4711", "name", "Bu Tini", "phone", "0812-3456");
        String path = where.replace("?ok=1", "");
        long incident = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        system.database().execute("UPDATE command.incident SET form_number = 'F-99' WHERE incident_id = ?", incident);
        Officer operator = new Officer(system, Role.OPERATOR);
        long photo = Running.json(operator.source(incident, Scene.of(7, 640, 480).jpeg(0.85f))).path("id").longValue();
        String page = desk.page(path);
        assertThat(page).contains("Kabel menjuntai", "TLN · ", "priority P2", "SP4N-LAPOR", "LAPOR-4711",
                "F-99", "Setinggi kepala &lt;b&gt;orang", "-6.2897, 106.9734", "Jatiasih", "· <span data-age-of",
                "/photos/" + photo + "/thumbnail").doesNotContain("Bu Tini", "0812-3456");
        assertThat(desk.page(path + "/pelapor")).doesNotContain("Bu Tini");
        assertThat(desk.send(path + "/pelapor").statusCode()).isEqualTo(400);
        assertThat(desk.send(path + "/pelapor", "tujuan", "menelepon balik").body()).contains("Bu Tini", "0812-3456");
        assertThat(desk.page("/ops/audit?tujuan=uji&operation=incident_contacts")).contains("menelepon balik");
        assertThat(new Visitor(system, system.session(Role.PETUGAS)).open(path + "/pelapor").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCategoryIsCorrectedWhereThePriorityIs() throws Exception {
        long incident = incident("TJL", "P3", "BARU");
        String path = "/ops/insiden/" + incident;
        assertThat(desk.page(path)).contains("tetap: TJL", "<option value=\"TPK\">");
        desk.done(path, "version", "1", "priority", "P3", "category", "TPK", "note", "salah kode");
        assertThat(desk.page(path)).contains("tetap: TPK");
    }

    @Test
    void theAuditLogIsAskedForATime() throws Exception {
        String base = "/ops/audit?tujuan=uji&";
        LocalDateTime now = LocalDateTime.now(WIB).truncatedTo(ChronoUnit.MINUTES);
        assertThat(desk.page(base + "from=" + now.minusHours(1))).contains("<td>admin</td>",
                "value=\"" + now.minusHours(1));
        assertThat(desk.page(base + "to=" + now.minusHours(1))).contains("Tidak ada catatan");
        assertThat(desk.open(base + "from=kemarin").statusCode()).isEqualTo(400);
    }

    @Test
    void whatHasNoCategoryYetGetsOneWhenItIsVerified() throws Exception {
        long incident = incident("TLN", "P3", "BARU");
        String path = "/ops/insiden/" + incident;
        assertThat(desk.page(path)).contains("Kategori yang benar", "<option value=\"TJL\">");
        assertThat(desk.send(path, "version", "1", "state", "DIVERIFIKASI").body()).contains("dikodekan ulang");
        desk.done(path, "version", "1", "state", "DIVERIFIKASI", "category", "TJL");
        assertThat(desk.page(path)).contains("TJL", "Diverifikasi").doesNotContain("Kategori yang benar");
    }

    @Test
    void aDuplicateNamesWhatItIsADuplicateOf() throws Exception {
        long first = incident("TJL", "P3", "BARU");
        long second = incident("TJL", "P3", "BARU");
        desk.done("/ops/insiden/" + second, "version", "1", "state", "DUPLIKAT", "duplicate_of", Long.toString(first),
                "note", "pelapor yang sama");
        assertThat(desk.page("/ops/insiden/" + second)).contains("<dd id=\"state\">Duplikat</dd>");
    }

    @Test
    void stepsClocksAndNeighbours() throws Exception {
        long incident = incident("TJL", "P3", "DITANGANI");
        String path = "/ops/insiden/" + incident;
        desk.done(path + "/langkah", "position", "1");
        desk.done(path + "/kecuali", "position", "2", "reason", "hujan deras");
        assertThat(desk.page(path)).contains("selesai, admin", "dikesampingkan, admin: hujan deras");
        desk.done(path + "/jeda", "version", version(incident), "reason", "MENUNGGU_PELAPOR");
        assertThat(desk.page(path)).contains("dijeda", "Lanjutkan tenggat");
        desk.done(path + "/jeda", "version", version(incident));
        assertThat(desk.page(path)).contains("Jeda tenggat").doesNotContain("Lanjutkan tenggat");
        Visitor neighbour = new Visitor(system, system.session(Role.KORLAP, "32.75.02"));
        assertThat(neighbour.open(path).statusCode()).isEqualTo(404);
        desk.done(path + "/bagi", "version", version(incident), "kecamatan_code", "32.75.02", "reason", "di batas");
        assertThat(neighbour.open(path).statusCode()).isEqualTo(200);
        desk.done(path + "/tidak-bagi", "version", version(incident), "kecamatan_code", "32.75.02");
        assertThat(neighbour.open(path).statusCode()).isEqualTo(404);
    }

    @Test
    void whoMayProposeItsClosureDoesNotEndAnIncidentByHand() throws Exception {
        String path = "/ops/insiden/" + incident("TJL", "P3", "DITANGANI");
        String korlap = new Visitor(system, system.session(Role.KORLAP, "32.75.01")).page(path);
        assertThat(korlap).contains("Usulkan penutupan").doesNotContain("value=\"SELESAI\"");
        assertThat(new Visitor(system, system.session(Role.OPERATOR)).page(path)).doesNotContain("value=\"SELESAI\"")
                .doesNotContain("Usulkan penutupan");
    }

    @Test
    void anEscalationIsAnsweredOnce() throws Exception {
        long incident = incident("TJL", "P2", "BARU");
        system.database().execute(
                """
                INSERT INTO command.escalation (incident_id, step, raised_at, awaits_until)
                VALUES (?, 'P2-QUEUE', now(), now() + interval '10 minutes')""",
                incident);
        assertThat(desk.page("/ops/eskalasi")).contains("P2 terlalu lama dalam antrean",
                "/ops/eskalasi/" + incident);
        desk.done("/ops/eskalasi/" + incident);
        assertThat(desk.page("/ops/eskalasi")).doesNotContain("/ops/insiden/" + incident);
        assertThat(desk.page("/ops/eskalasi?semua=1")).contains("ditanggapi admin");
    }

    @Test
    void aNewPersonChangesTheirPasswordFirst() throws Exception {
        String made = desk.send("/ops/akun", "user", "siti", "display_name", "Siti", "appointment", "SK 800/1").body();
        Matcher password = CODE.matcher(made);
        assertThat(password.find()).isTrue();
        String token = Running.json(system.send(system.anonymous("/api/v1/sessions")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"user\":\"siti\",\"password\":\"%s\"}".formatted(password.group(1))))))
                .path("token").asText();
        HttpResponse<String> away = new Visitor(system, token).open("/ops/perangkat");
        assertThat(away.statusCode()).isEqualTo(303);
        assertThat(away.headers().firstValue("Location")).contains("/password");
    }

    @Test
    void somebodyIsSuspendedAndComesBack() throws Exception {
        system.session(Role.PETUGAS);
        Visitor technical = new Visitor(system, system.session(Role.PJ_TEKNIS));
        String path = "/ops/akun/petugas";
        technical.done(path + "/tangguh", "reason_code", "GANGGUAN_KEAMANAN", "evidence", "tiket 7", "hours", "24");
        String page = technical.page(path);
        assertThat(page).contains("ditangguhkan", "tiket 7");
        Matcher lift = Pattern.compile("action=\"(/ops/akun/petugas/tangguh/[0-9]+)\"").matcher(page);
        assertThat(lift.find()).isTrue();
        technical.done(lift.group(1), "reason", "keliru orang");
        assertThat(technical.page(path)).contains("dipulihkan", "keliru orang").doesNotContain("ditangguhkan");
    }

    @Test
    void aCodeFromAPhoneIsSetUpByItsOwner() throws Exception {
        Visitor officer = new Visitor(system, system.session(Role.KORLAP, "32.75.05"));
        assertThat(officer.send("/ops/saya/kode").body()).contains("otpauth://totp/");
        HttpResponse<String> wrong = officer.send("/ops/saya/kode-pasti", "otp", "000000");
        assertThat(wrong.statusCode()).isBetween(400, 499);
        assertThat(wrong.body()).contains("id=\"refused\"");
    }
}
