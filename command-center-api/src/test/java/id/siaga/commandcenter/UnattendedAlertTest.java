package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An alert that outlives its incident stays in sight: by the API, in the queue and on the wall. */
class UnattendedAlertTest {
    private Running system;
    private long incident;

    @BeforeEach
    void start() throws Exception {
        system = new Running();
        system.login();
        system.city.device("fl-1", "P2C");
        system.city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_2", "P2"));
        system.city.alert("SYS", "fl-1", "silent:fl-1", City.Decision.ticket());
        system.city.notifyInbox();
        Eventually.until("it opened an incident", () -> system.database().row(
                "SELECT max(incident_id)::int AS id FROM command.incident_alert").orElseThrow().path("id").isInt());
        incident = system.database().row("SELECT max(incident_id) AS id FROM command.incident_alert").orElseThrow()
                .path("id").longValue();
    }

    @AfterEach
    void stop() throws Exception {
        system.close();
    }

    private JsonNode asked(String query) throws IOException, InterruptedException {
        return Running.json(system.get("/api/v1/alerts?" + query)).path("items");
    }

    private void finish() {
        system.database().execute("UPDATE command.incident SET state = 'DITUTUP', finished_at = now()");
    }

    @Test
    void itIsAskedForByItself() throws Exception {
        assertThat(asked("unattended=true")).isEmpty();
        assertThat(asked("unattended=false")).hasSize(2);
        finish();
        assertThat(asked("unattended=true")).singleElement()
                .satisfies(alert -> assertThat(alert.path("incident_id").longValue()).isEqualTo(incident));
        system.database().execute("UPDATE telemetry.alert SET cleared_at = now() WHERE opens = 'incident'");
        assertThat(asked("unattended=true")).isEmpty();
    }

    @Test
    void theQueueSaysSo() throws Exception {
        Visitor desk = new Visitor(system, system.token());
        assertThat(desk.page("/ops/antrean")).doesNotContain("tanpa insiden terbuka");
        finish();
        assertThat(desk.page("/ops/antrean")).contains("Peringatan aktif tanpa insiden terbuka", "P2C SIAGA_2",
                "/ops/perangkat/fl-1", "/ops/insiden/" + incident);
    }

    @Test
    void theWallSaysSoWhileItIsLookedAt() throws Exception {
        try (OnBrowser browser = new OnBrowser(system.center().port())) {
            browser.as(system.token()).open("/wall").until("#incidents", "P2C SIAGA_2");
            assertThat(browser.one("#unattended").isDisplayed()).isFalse();
            Visitor desk = new Visitor(system, system.token());
            desk.done("/ops/insiden/" + incident, "version", system.database()
                    .row("SELECT version FROM command.incident").orElseThrow().path("version").asText(), "state",
                    "DITOLAK", "note", "pos sedang diuji");
            browser.until("#unattended", "Peringatan aktif tanpa insiden terbuka: 1");
            assertThat(browser.textOf("#unattended")).contains("P2C SIAGA_2 · fl-1 · sejak");
        }
    }
}
