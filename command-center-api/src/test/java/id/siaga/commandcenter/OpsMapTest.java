package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where units are, on the map and beside it. */
class OpsMapTest {
    private Running system;
    private OnBrowser browser;

    @BeforeEach
    void start() throws Exception {
        system = new Running();
        system.login();
        browser = new OnBrowser(system.center().port());
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        system.close();
    }

    @Test
    void unitsStandOnTheMapAndBesideIt() throws Exception {
        Patrols patrols = new Patrols(system);
        patrols.tracker("gps-1");
        patrols.tracker("gps-2");
        patrols.unit("Patroli 1", null, "gps-1");
        patrols.unit("Patroli 2", null, "gps-2");
        browser.as(system.session(Role.OPERATOR)).open("/ops/peta").until("#positions", "Belum ada posisi regu");
        patrols.seen("gps-1", Instant.now(), 300, 0);
        patrols.seen("gps-2", Instant.now().minusSeconds(4 * 3600), 900, 0);
        browser.open("/ops/peta").until("#positions", "Patroli 1 · Luar dinas");
        assertThat(browser.textOf("#positions")).contains("Patroli 2", "(posisi lama)", "WIB");
        assertThat(browser.all(".leaflet-tooltip.unit")).hasSize(2);
        browser.click("Patroli 1");
        assertThat(middle()).as("its button shows it").isEqualTo("Patroli 1");
    }

    @Test
    void whatPeopleWriteIsTextAndNeverMarkup() throws Exception {
        String name = "URC <img src=x onerror=alert(1)><b>TEBAL</b>";
        Patrols patrols = new Patrols(system);
        patrols.tracker("gps-1");
        patrols.unit(name, null, "gps-1");
        patrols.seen("gps-1", Instant.now(), 300, 0);
        system.database().execute("UPDATE telemetry.device SET name = ?, latitude = ?, longitude = ?", name,
                Patrols.LAT, Patrols.LNG);
        long incident = patrols.incident("P2", "BARU", null);
        system.database().execute("UPDATE command.incident SET title = ?", name);
        browser.as(system.session(Role.OPERATOR)).open("/ops/peta").until(".leaflet-tooltip.unit", "TEBAL");
        assertThat(browser.textOf(".leaflet-tooltip.unit")).isEqualTo(name);
        browser.until("#positions", name);
        browser.until("#i" + incident, name);
        browser.script("document.querySelector('.pin').click()");
        browser.until(".leaflet-popup", name);
        assertThat(browser.all("main img, main b, #map img")).isEmpty();
    }

    @Test
    void incidentsBeyondTheCityAreOnTheMapToo() throws Exception {
        long upstream = new Patrols(system).incident("P2", "BARU", null);
        system.database().execute("UPDATE command.incident SET latitude = -6.396, longitude = 106.97");
        browser.as(system.session(Role.OPERATOR)).open("/ops/peta").until("#i" + upstream, "Uji");
        browser.untilDrawn();
        Eventually.until("its mark lies within the map", () -> Boolean.TRUE.equals(browser.script(
                """
                const map = document.getElementById('map').getBoundingClientRect();
                const pin = document.querySelector('.pin')?.getBoundingClientRect();
                return !!pin && pin.top > map.top && pin.bottom < map.bottom && pin.left > map.left;""")));
    }

    /** What stands nearest to the middle of the map. */
    private String middle() {
        return String.valueOf(browser.script("""
                                             const box = document.getElementById('map').getBoundingClientRect();
                                             const far = each => {
                                               const at = each.getBoundingClientRect();
                                               return Math.hypot(at.left - box.left - box.width / 2,
                                                   at.top + at.height / 2 - box.top - box.height / 2);
                                             };
                                             return [...document.querySelectorAll('.leaflet-tooltip.unit')]
                                                 .sort((a, b) => far(a) - far(b))[0].textContent"""));
    }
}
