package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Actor;
import id.siaga.commandcenter.sql.Statements;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever is appointed in one kecamatan sees and changes its incidents only (Perwal Bekasi 71/2020 P.1 no.15). */
class KecamatanScopeTest {
    private static Running system;
    private static long here;
    private static long elsewhere;
    private static long nowhere;
    private static String korlap = "";

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        here = system.city.incident("32.75.01");
        elsewhere = system.city.incident("32.75.02");
        nowhere = system.city.incident(null);
        korlap = system.session(Role.KORLAP, "32.75.01");
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static HttpResponse<String> asked(String token, String path) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token));
    }

    @Test
    void theListHoldsOnlyTheirs() throws Exception {
        assertThat(Running.json(asked(korlap, "/incidents")).path("items")).extracting(JsonNode::toString).hasSize(1)
                .allMatch(each -> each.contains("\"kecamatan_code\":\"32.75.01\""));
        assertThat(Running.json(system.get("/api/v1/incidents")).path("items")).hasSize(3);
    }

    @Test
    void anothersIncidentIsNotThere() throws Exception {
        for (long id : new long[]{elsewhere, nowhere}) {
            for (String part : new String[]{"", "/timeline", "/evidence"}) {
                assertThat(asked(korlap, "/incidents/" + id + part).statusCode()).isEqualTo(404);
            }
            assertThat(system.send(system.anonymous("/api/v1/incidents/" + id).header("If-Match", "\"1\"")
                    .header("Authorization", "Bearer " + korlap)
                    .method("PATCH", BodyPublishers.ofString("{\"note\":\"x\"}"))).statusCode()).isEqualTo(404);
        }
        assertThat(asked(korlap, "/incidents/" + here).statusCode()).isEqualTo(200);
    }

    @Test
    void twoAppointmentsAddUp() throws Exception {
        String token = system.session(Role.OPERATOR, "32.75.01", "32.75.02");
        assertThat(Running.json(asked(token, "/incidents")).path("items")).hasSize(2);
    }

    @Test
    void whoHoldsNoneOfTheRolesIsRefused() throws Exception {
        HttpResponse<String> reply = asked(system.session(Role.TEKNISI), "/incidents");
        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.body()).contains("/problems/forbidden", "KORLAP");
    }

    @Test
    void theDatabaseIsToldWhoWrites() throws Exception {
        Actor actor = new Actor("siti", "KORLAP", "change_incident", "192.0.2.1", "");
        String told = actor.does(() -> system.database().transaction(connection -> Statements
                .only(connection, "SELECT current_setting('siaga.actor') AS actor").path("actor").asText()));
        assertThat(told).contains("\"user\":\"siti\"", "\"operation\":\"change_incident\"");
        assertThat(system.database().row("SELECT current_setting('siaga.actor', true) AS actor").orElseThrow()
                .path("actor").asText()).isIn("", "null");
    }
}
