package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** People at work in real browsers, on a system that real gauges speak to. */
class OpsScenarioTest {
    private Town town;
    private OnBrowser desk;

    @BeforeEach
    void start() throws Exception {
        town = new Town();
        desk = new OnBrowser(town.port());
    }

    @AfterEach
    void stop() throws SQLException, TimeoutException {
        if (desk != null) {
            desk.close();
        }
        town.close();
    }

    @Test
    void aFloodFromTheGaugeToTheDeskByKeysAlone() throws Exception {
        desk.open("/login?next=/ops/antrean");
        desk.press("admin", Keys.TAB, town.running.password, Keys.ENTER);
        desk.until("#connection", "Tersambung");
        assertThat(desk.textOf("main")).contains("Tidak ada insiden");

        town.gauge("awlr-p2c", "P2C", 440, 452, 458, 460);
        long flood = town.opened();
        desk.until("#rows", "Siaga");
        desk.press("j");
        desk.press(Keys.ENTER);
        desk.until("#state", "Baru");
        assertThat(desk.path()).isEqualTo("/ops/insiden/" + flood);
        assertThat(desk.textOf("figure.chart")).contains("Siaga 1 550", "Muka air");
        assertThat(desk.all("figure.chart .cause")).isNotEmpty();
        assertThat(desk.textOf(".decision")).contains("SHA-256", "water.distance", "Muka air");

        try (OnBrowser second = new OnBrowser(town.port()).as(town.running.token())) {
            second.open("/ops/insiden/" + flood).until("#connection", "Tersambung");
            second.script("window.notReloaded = true");
            desk.tabTo("Verifikasi");
            desk.press(Keys.ENTER);
            desk.until("#state", "Diverifikasi");
            second.until("#state", "Diverifikasi");
            assertThat(second.script("return window.notReloaded")).isEqualTo(true);
            conflict(second, flood);
        }
    }

    /** The second one writes while the first one acts: nothing is lost, and who was faster is said in words. */
    private void conflict(OnBrowser second, long flood) throws Exception {
        second.tabTo("Batalkan");
        second.press(Keys.ENTER);
        second.press("Gladi, bukan kejadian");
        String path = "/api/v1/incidents/" + flood;
        String tag = "\"" + Running.json(town.running.get(path)).path("version").asInt() + "\"";
        assertThat(town.running.patch(path, tag, "{\"state\":\"DITUGASKAN\"}").statusCode()).isEqualTo(200);
        second.press(Keys.TAB, Keys.ENTER);
        second.until("#refused", "sudah berubah");
        assertThat(second.textOf("#refused")).contains("Diverifikasi → Ditugaskan", "admin", "belum disimpan");
        assertThat(second.textOf("#state")).contains("Ditugaskan");
    }

    @Test
    void oldDataIsNeverShownAsFresh() throws Exception {
        try (Wire wire = new Wire(town.port());
                OnBrowser behind = new OnBrowser(wire.port()).as(town.running.token())) {
            behind.open("/ops/antrean").until("#connection", "Tersambung");
            assertThat(behind.one("#cut").isDisplayed()).isFalse();
            wire.freeze();
            Eventually.until("it says so", () -> behind.one("#cut").isDisplayed());
            assertThat(behind.textOf("#cut")).contains("DATA TERPUTUS sejak");
            assertThat(behind.textOf("#connection")).contains("TERPUTUS");
        }
    }

    @Test
    void aKorlapSeesTheirKecamatanOnEveryPage() throws Exception {
        town.incident("TJL", "P3", "BARU", "Di sini", new String[]{"Margahayu", "Bekasi Timur", "32.75.01"}, -6.25,
                107.01, 5);
        long other = town.incident("TJL", "P1", "BARU", "Di tempat lain",
                new String[]{"Jatirasa", "Jatiasih", "32.75.09"}, -6.29, 106.96, 5);
        elsewhere(other);
        desk.as(town.running.session(Role.KORLAP, "32.75.01"));
        for (String page : new String[]{"/ops/antrean", "/ops/antrean?open=semua", "/ops/peta",
                "/ops/antrean?kecamatan=Jatiasih", "/ops/penugasan", "/ops/penutupan", "/ops/penutupan?state=REFUSED",
                "/ops/eskalasi", "/ops/eskalasi?semua=1"}) {
            desk.open(page).until("#connection", "Tersambung");
            assertThat(desk.textOf("main")).as(page).doesNotContain("i tempat lain");
        }
        desk.open("/ops/insiden/" + other);
        assertThat(desk.textOf("main")).contains("Tidak ditemukan").doesNotContain("Di tempat lain");
        desk.open("/ops/antrean").until("#rows", "Di sini");
        assertThat(desk.textOf("nav")).contains("Antrean", "Perangkat").doesNotContain("Audit", "Akun");
    }

    /** A unit, a closure held and an escalation, all of another kecamatan; the whole city's desk sees them. */
    private void elsewhere(long incident) throws Exception {
        new Patrols(town.running).unit("Regu di tempat lain", "32.75.09", null);
        town.running.database().execute("UPDATE command.incident SET state = 'DITANGANI' WHERE incident_id = ?",
                incident);
        town.running.database().execute("""
                                        INSERT INTO command.escalation (incident_id, step, raised_at)
                                        VALUES (?, 'P1-TRAVEL', now())""", incident);
        assertThat(new Officer(town.running, Role.KORLAP, "32.75.09").close(incident).path("state").asText())
                .isEqualTo("HELD");
        desk.as(town.running.token());
        for (String page : new String[]{"/ops/penugasan", "/ops/penutupan", "/ops/eskalasi"}) {
            desk.open(page).until("main", "i tempat lain");
        }
    }

    @Test
    void aScreenThatIsRevokedSaysSoAtOnce() throws Exception {
        town.gauge("awlr-p2c", "P2C", 440, 452, 458, 460);
        town.opened();
        try (OnBrowser wall = new OnBrowser(town.port())) {
            wall.open("/pair");
            Eventually.until("a code", () -> wall.textOf("#code").length() > 6);
            desk.as(town.running.token()).open("/ops/akun").until("main", wall.textOf("#code"));
            desk.type("input[name=name]", "Dinding ruang kendali");
            desk.click("Izinkan");
            desk.until(".done", "Tersimpan");
            Eventually.until("it is let in", () -> wall.path().equals("/wall"));
            wall.until("body", "Siaga");
            desk.open("/ops/akun").until("main", "Layar yang menyala");
            desk.click("Cabut layar ini");
            Eventually.until("it says so", () -> wall.path().startsWith("/pair?dicabut"));
            wall.until("#revoked", "dicabut");
            assertThat(wall.textOf("body")).doesNotContain("P2C");
        }
    }
}
