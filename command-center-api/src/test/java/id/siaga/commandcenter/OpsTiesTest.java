package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an incident ends, waits, is answered for, becomes one with another and is divided, by the forms of its page. */
class OpsTiesTest {
    private static final String SELESAI = "value=\"SELESAI\"";
    private static Running system;
    private static Visitor desk;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        desk = new Visitor(system, system.session(Role.OPERATOR));
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
                SELECT ? || '-20261121-' || 1000 + count(*), 'Uji ' || count(*), ?, ?, ?, gen_random_uuid(), now(),
                    now(), now(), '32.75.01', false, false
                FROM command.incident RETURNING incident_id""",
                category, category, priority, state).orElseThrow().path("incident_id").longValue();
    }

    private static String field(long incident, String column) {
        return system.database().row("SELECT * FROM command.incident WHERE incident_id = ?", incident).orElseThrow()
                .path(column).asText();
    }

    private static String path(long incident) {
        return "/ops/insiden/" + incident;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TJL", "TPK", "TJH", "TSG", "TLK", "TUS", "TBG", "TRK", "TAS", "TBN"})
    void whatOnlyAClosureEndsHasNoButtonThatEndsIt(String category) throws Exception {
        String path = path(incident(category, "P3", "DITANGANI"));
        assertThat(desk.page(path)).contains("selesai lewat penutupan").doesNotContain(SELESAI)
                .doesNotContain("href=\"/ops/penutupan\"");
        assertThat(desk.send(path, "version", "1", "state", "SELESAI").statusCode()).isEqualTo(409);
    }

    @Test
    void whoDecidesAboutClosuresIsToldWhere() throws Exception {
        Visitor head = new Visitor(system, system.session(Role.KEPALA_SATPOL_PP));
        assertThat(head.page(path(incident("TJL", "P3", "DITANGANI")))).doesNotContain(SELESAI)
                .contains("diputuskan di <a href=\"/ops/penutupan\"");
    }

    @Test
    void whatNeedsNoClosureIsEndedByHand() throws Exception {
        long incident = incident("TSO", "P3", "DITANGANI");
        assertThat(desk.page(path(incident))).contains(SELESAI).doesNotContain("selesai lewat penutupan");
        system.post("/api/v1/incidents/" + incident + "/checklist/waivers", "{\"reason\":\"uji\"}");
        desk.done(path(incident), "version", field(incident, "version"), "state", "SELESAI");
        assertThat(field(incident, "state")).isEqualTo("SELESAI");
    }

    @Test
    void onlyWhatWaitsForAnAnswerIsAnswered() throws Exception {
        long incident = incident("TJL", "P1", "DIVERIFIKASI");
        system.database().execute("""
                                  INSERT INTO command.escalation (incident_id, step, raised_at)
                                  VALUES (?, 'P1-OPENED', now())""", incident);
        system.database().execute(
                """
                INSERT INTO command.incident_timeline (incident_id, at, recorded_at, actor, entry, text)
                VALUES (?, now(), now(), 'sistem', 'escalated', 'P1-OPENED: BPBD, KEPALA_SATPOL_PP')""",
                incident);
        assertThat(desk.page(path(incident))).doesNotContain("Tanggapi eskalasi")
                .contains("P1 baru dibuka, diberi tahu: BPBD, Kepala Satpol PP");
        system.database().execute(
                """
                INSERT INTO command.escalation (incident_id, step, raised_at, awaits_until)
                VALUES (?, 'P1-LATE 7', now(), now() + interval '10 minutes')""",
                incident);
        assertThat(desk.page(path(incident))).contains("Tanggapi eskalasi");
        desk.done(path(incident) + "/eskalasi");
        assertThat(desk.page(path(incident))).doesNotContain("Tanggapi eskalasi").contains("Eskalasi ditanggapi");
    }

    @Test
    void clocksWaitForWhatTheSystemKnowsAndThePriorityAllows() throws Exception {
        String urgent = desk.page(path(incident("TJL", "P1", "BARU")));
        assertThat(urgent).doesNotContain("Jeda tenggat");
        assertThat(desk.page(path(incident("TJL", "P3", "BARU"))))
                .contains("<option value=\"MENUNGGU_PELAPOR\">Menunggu keterangan pelapor")
                .contains("<option value=\"MENUNGGU_OPD\">").doesNotContain("TENGGAT_TEGURAN");
        long slow = incident("TJL", "P4", "BARU");
        assertThat(desk.page(path(slow))).contains("<option value=\"TENGGAT_TEGURAN\">");
        desk.done(path(slow) + "/jeda", "version", "1", "reason", "TENGGAT_TEGURAN", "note", "SP 1");
        assertThat(desk.page(path(slow))).contains("tenggat teguran: SP 1", "Lanjutkan tenggat");
        system.database().execute("UPDATE command.pause_reason SET active = false WHERE code = 'MENUNGGU_OPD'");
        assertThat(desk.page(path(incident("TJL", "P3", "BARU")))).doesNotContain("MENUNGGU_OPD");
    }

    @Test
    void twoIncidentsBecomeOneByTheNumberOfTheOther() throws Exception {
        long kept = incident("TJL", "P3", "DIVERIFIKASI");
        long same = incident("TJL", "P3", "BARU");
        String number = field(kept, "number");
        assertThat(desk.page(path(same))).contains("<option value=\"" + number + "\">Uji")
                .doesNotContain("<option value=\"" + field(same, "number") + "\">");
        HttpResponse<String> unknown = desk.send(path(same), "version", "1", "state", "DUPLIKAT", "duplicate_of",
                "TJL-19990101-0001", "note", "sama");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("tidak ada insiden bernomor TJL-19990101-0001");
        assertThat(desk.send(path(same), "version", "1", "state", "DUPLIKAT", "duplicate_of", number).body())
                .contains("alasan wajib diisi");
        desk.done(path(same), "version", "1", "state", "DUPLIKAT", "duplicate_of", number.toLowerCase(Locale.ROOT),
                "note",
                "pelapor yang sama");
        assertThat(field(same, "duplicate_of")).isEqualTo(Long.toString(kept));
        assertThat(desk.page(path(kept))).contains("Digabung").contains("#" + same);
    }

    @Test
    void someOfTheAlertsBecomeAnIncidentOfTheirOwn() throws Exception {
        long first = system.city.alert("FLD", "fl-11", "kali", City.Decision.opened("SIAGA_3", "P3"));
        long second = system.city.alert("FLD", "fl-12", "kali", City.Decision.opened("SIAGA_2", "P2"));
        system.city.notifyInbox();
        Eventually.until("one incident has both", () -> incidentsOf(first, second) == 1 && linked(first, second) == 2);
        long incident = incidentOf(first);
        assertThat(desk.page(path(incident))).contains("Pisahkan peringatan", "fl-11", "fl-12");
        HttpResponse<String> all = desk.send(path(incident) + "/pisah", "version", field(incident, "version"), "alert",
                Long.toString(first), "alert", Long.toString(second), "title", "Semua", "reason", "uji");
        assertThat(all.statusCode()).isEqualTo(400);
        desk.done(path(incident) + "/pisah", "version", field(incident, "version"), "alert", Long.toString(second),
                "title", "Banjir di hulu", "reason", "pos lain");
        assertThat(incidentOf(second)).isNotEqualTo(incident);
        assertThat(incidentOf(first)).isEqualTo(incident);
        assertThat(desk.page(path(incident))).contains("<strong>Dipisah</strong>", "pos lain");
        assertThat(desk.page(path(incidentOf(second)))).contains("Banjir di hulu", "fl-12").doesNotContain("fl-11");
    }

    private static long linked(long... alerts) {
        return system.database().row("SELECT count(*) AS n FROM command.incident_alert WHERE alert_id IN (?, ?)",
                alerts[0], alerts[1]).orElseThrow().path("n").longValue();
    }

    private static long incidentsOf(long... alerts) {
        return system.database().row(
                "SELECT count(DISTINCT incident_id) AS n FROM command.incident_alert WHERE alert_id IN (?, ?)",
                alerts[0], alerts[1]).orElseThrow().path("n").longValue();
    }

    private static long incidentOf(long alert) {
        return system.database().row("SELECT incident_id FROM command.incident_alert WHERE alert_id = ?", alert)
                .orElseThrow().path("incident_id").longValue();
    }
}
