package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked and not understood is named, not passed over as if it had not been asked. */
class NothingDroppedTest {
    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    @ParameterizedTest
    @CsvSource({"/incidents?q=%00,q", "/incidents?q=%3F%21,q", "/incidents?q=a%00b,q", "/accounts?q=%00,q",
            "/devices?q=-,q", "/incidents?kecamatan=Entah,kecamatan", "/incidents?kecamatan=32.99.99,kecamatan",
            "/incidents?category=BANJIR,category", "/devices?kind=banjir,kind", "/units?kecamatan=Entah,kecamatan",
            "/sops?category=BANJIR,category"})
    void anUnknownValueIsNoEmptyList(String path, String field) throws Exception {
        HttpResponse<String> reply = system.get("/api/v1" + path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
        assertThat(reply.body()).contains("\"field\":\"" + field + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incidents?q=TBN-2026%20banjir", "/incidents?q=%20", "/incidents?kecamatan=Jatiasih",
            "/incidents?kecamatan=32.75.09&category=TBN", "/devices?kind=flood&q=1", "/units?kecamatan=32.75.01",
            "/sops?category=TBN", "/accounts?q=adm"})
    void aKnownOneIsAnswered(String path) throws Exception {
        assertThat(system.get("/api/v1" + path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'duplicate_of':1,'note':'x'} | duplicate_of", "{'agency':'BPBD','priority':'P2'} | agency",
            "{'verification':'VALID','note':'x'} | verification",
            "{'state':'DIVERIFIKASI','agency':'BPBD'} | agency",
            "{'state':'DITERUSKAN','agency':'BPBD','duplicate_of':1,'note':'x'} | duplicate_of"}, quoteCharacter = '"')
    void aFieldThatTheStateDoesNotTakeIsAnError(String body, String field) throws Exception {
        long id = system.city.incident("32.75.01");
        HttpResponse<String> reply = system.patch("/api/v1/incidents/" + id, "\"1\"", body.replace('\'', '"'));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
        assertThat(reply.body()).contains("\"field\":\"" + field + "\"");
        assertThat(system.database().row("SELECT version, priority FROM command.incident WHERE incident_id = ?", id)
                .orElseThrow().toString()).isEqualTo("{\"version\":1,\"priority\":\"P3\"}");
    }
}
