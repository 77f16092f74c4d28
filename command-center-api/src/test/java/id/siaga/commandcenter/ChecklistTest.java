package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No incident is finished before its mandatory steps are done or waived. */
class ChecklistTest {
    private static Running system;
    private static Patrols patrols;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        patrols = new Patrols(system);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static long handled(String category) {
        long id = patrols.incident("P3", "DITANGANI", "32.75.01");
        system.database().execute("UPDATE command.incident SET category = ? WHERE incident_id = ?", category, id);
        return id;
    }

    private static HttpResponse<String> finish(long incident) throws Exception {
        String tag = "\"" + patrols.seen("/incidents/" + incident).path("version").asText() + "\"";
        return system.patch("/api/v1/incidents/" + incident, tag, "{\"state\":\"SELESAI\"}");
    }

    @Test
    void finishingNeedsEveryMandatoryStep() throws Exception {
        system.database().execute("UPDATE command.closure_requirement SET proposed = false WHERE category = 'TJL'");
        long incident = handled("TJL");
        HttpResponse<String> refused = finish(incident);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("/problems/guarded", "1. Tunjukkan surat tugas");
        JsonNode steps = patrols.seen("/incidents/" + incident + "/checklist").path("items");
        assertThat(steps).hasSize(4);
        assertThat(steps.at("/0/sop_status").asText()).isEqualTo("UNVERIFIED");
        patrols.done("/incidents/" + incident + "/checklist/ticks", "{\"position\":1,\"note\":\"ST 12/2026\"}");
        patrols.done("/incidents/" + incident + "/checklist/ticks", "{\"position\":2}");
        assertThat(finish(incident).body()).contains("3. Catat").doesNotContain("1. Tunjukkan");
        patrols.done("/incidents/" + incident + "/checklist/waivers", "{\"positions\":[3],\"reason\":\"hujan\"}");
        assertThat(finish(incident).statusCode()).isEqualTo(200);
        JsonNode done = patrols.seen("/incidents/" + incident + "/checklist").path("items");
        assertThat(done.at("/0/done_by").asText()).isEqualTo("admin");
        assertThat(done.at("/2/waive_reason").asText()).isEqualTo("hujan");
        assertThat(patrols.seen("/incidents/" + incident + "/timeline").toString()).contains("ST 12/2026", "hujan");
    }

    @Test
    void aNewVersionIsForIncidentsThatHaveNoListYet() throws Exception {
        long before = handled("TMR");
        assertThat(finish(before).statusCode()).as("no SOP, nothing to do").isEqualTo(200);
        long open = handled("TMR");
        JsonNode entered = patrols.done("/sops", """
                                                 {"category":"TMR","title":"Miras","source":"SK 1/2026","verified":true,
                                                  "steps":[{"text":"Sita","mandatory":true},{"text":"Foto"}]}""");
        assertThat(entered.path("version").intValue()).isEqualTo(1);
        assertThat(patrols.seen("/incidents/" + open + "/checklist").path("items")).hasSize(2);
        patrols.done("/sops", """
                              {"category":"TMR","title":"Miras","source":"SK 2/2026",
                               "steps":[{"text":"Baru","mandatory":true}]}""");
        assertThat(patrols.seen("/incidents/" + open + "/checklist").path("items")).hasSize(2);
        assertThat(patrols.seen("/incidents/" + handled("TMR") + "/checklist").at("/items/0/text").asText())
                .isEqualTo("Baru");
        assertThat(patrols.seen("/sops?category=TMR").path("items").findValuesAsText("version")).containsExactly("2",
                "1");
    }

    @Test
    void whoMayNotSeeTheIncidentSeesNoChecklist() throws Exception {
        long incident = handled("TAS");
        String elsewhere = system.session(Role.KORLAP, "32.75.02");
        assertThat(patrols.as(elsewhere, "GET", "/incidents/" + incident + "/checklist", "").statusCode())
                .isEqualTo(404);
        assertThat(patrols.as(elsewhere, "POST", "/incidents/" + incident + "/checklist/waivers", "{\"reason\":\"x\"}")
                .statusCode()).isEqualTo(404);
        String officer = system.session(Role.PETUGAS, "32.75.01");
        assertThat(patrols.as(officer, "POST", "/incidents/" + incident + "/checklist/waivers", "{\"reason\":\"x\"}")
                .statusCode()).as("an officer ticks, the desk waives").isEqualTo(403);
        assertThat(patrols.as(officer, "POST", "/incidents/" + incident + "/checklist/ticks", "{\"position\":99}")
                .statusCode()).isEqualTo(404);
    }
}
