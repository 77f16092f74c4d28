package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.closure.photo.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a gauge to the end of its flood: the desk at a screen, the officer with a phone, the head who decides. */
class OpsFieldScenarioTest {
    private Town town;
    private Patrols patrols;
    private OnBrowser desk;
    private OnBrowser phone;
    @TempDir
    private Path camera;

    @BeforeEach
    void start() throws Exception {
        town = new Town();
        patrols = new Patrols(town.running);
        desk = new OnBrowser(town.port()).as(town.running.token());
        phone = new OnBrowser(town.port()).size(390, 844);
        // A test is faster than any crew.
        town.running.database().execute("UPDATE command.closure_requirement SET least_s = 0");
    }

    @AfterEach
    void stop() throws SQLException, TimeoutException {
        if (desk != null) {
            desk.close();
        }
        if (phone != null) {
            phone.close();
        }
        town.close();
    }

    @Test
    void aFloodFromTheSensorToItsEnd() throws Exception {
        long flood = onScene();
        town.report("awlr-p2c", 300);
        proposed(flood);
        phone.until("#state", "Selesai");
        assertThat(phone.textOf("[aria-labelledby=closures]")).contains("Diterima", "kembali normal", "Warga aman");
        assertThat(phone.all(".photos img")).hasSize(1);
        desk.open("/ops/insiden/" + flood).until("#state", "Selesai");
        desk.click("Tutup");
        desk.until("#state", "Ditutup");
    }

    @Test
    void anEndThatTheGaugeDeniesWaitsForSomebodyElse() throws Exception {
        long flood = onScene();
        proposed(flood);
        phone.until("[aria-labelledby=closures]", "Ditahan untuk diperiksa");
        assertThat(phone.textOf(".doubts")).contains("460");
        assertThat(phone.textOf("#state")).isEqualTo("Ditangani");
        assertThat(phone.textOf("main")).contains("Menunggu diperiksa oleh orang lain")
                .doesNotContain("Terima penutupan");
        desk.open("/ops/penutupan").until("main", "Ditahan untuk diperiksa");
        desk.type("textarea[name=reason]", "Dicek lewat kamera: sudah surut");
        desk.click("Terima penutupan");
        desk.until("main", "batas 350 cm");
        desk.open("/ops/penutupan").until("main", "Ditahan untuk diperiksa");
        desk.type("textarea[name=reason]", "Dicek lewat kamera: sudah surut");
        desk.type("input[name=sensor_override]", "Alat tersangkut sampah");
        desk.click("Terima penutupan");
        desk.until("main", "Tidak ada");
        phone.open("/ops/insiden/" + flood).until("#state", "Selesai");
        assertThat(phone.textOf("[aria-labelledby=closures]")).contains("Diterima setelah diperiksa",
                "Dicek lewat kamera");
    }

    /** Verified, a recommended unit sent, its crew there and safe, the steps done: all by the pages. */
    private long onScene() throws Exception {
        town.gauge("awlr-p2c", "P2C", 440, 452, 458, 460);
        long flood = town.opened();
        JsonNode incident = patrols.seen("/incidents/" + flood);
        patrols.tracker("gps-urc");
        patrols.seen("gps-urc", Instant.now(), 0, 0);
        long unit = patrols.unit("URC 1", incident.path("kecamatan_code").textValue(), "gps-urc");
        phone.as(patrols.onShift(unit)).at(incident.path("lat").asDouble(), incident.path("lng").asDouble());
        desk.open("/ops/insiden/" + flood).until("#state", "Baru");
        desk.click("Verifikasi");
        desk.until("#state", "Diverifikasi");
        desk.click("Pilih regu");
        desk.until("main", "URC 1");
        assertThat(desk.one("input[name=unit]").isSelected()).as("it is recommended").isTrue();
        desk.click("Tugaskan regu terpilih");
        desk.until(".done", "Tersimpan");
        attended();
        return flood;
    }

    private void attended() {
        phone.open("/ops/tugas").until("main", "Petunjuk jalan");
        assertThat(phone.textOf("main")).contains("Kec. ");
        for (String step : new String[]{"Terima tugas", "Berangkat", "Tiba di lokasi", "Kami aman"}) {
            phone.click(step);
            phone.until(".done", "Tersimpan");
        }
        assertThat(phone.textOf("main")).contains("Lapor aman terakhir").doesNotContain("belum pernah");
    }

    private void proposed(long flood) throws Exception {
        Path photo = Files.write(camera.resolve("bukti.jpg"), Scene.of(11, 640, 480).jpeg(0.85f));
        phone.type("input[type=file]", photo.toString());
        phone.until("[data-capture] [role=status]", "tersimpan");
        phone.open("/ops/insiden/" + flood).until("#state", "Di lokasi");
        while (phone.textOf("main").contains("Tandai selesai")) {
            phone.click("Tandai selesai");
            phone.until(".done", "Tersimpan");
        }
        phone.click("Tangani");
        phone.until("#state", "Ditangani");
        phone.click("Usulkan penutupan");
        phone.type("#result", "Warga aman");
        phone.type("#closure-note", "Air surut, jalan dibersihkan");
        phone.click("Usulkan");
    }
}
