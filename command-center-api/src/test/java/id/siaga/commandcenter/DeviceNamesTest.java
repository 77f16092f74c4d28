package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.ingest.telemetry.Kind;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a device may be called, what it may be, and where it is, at the door where it is registered. */
class DeviceNamesTest {
    private static final String DEVICES = "/api/v1/devices";
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

    private static HttpResponse<String> register(String id, String more) throws IOException, InterruptedException {
        return system.post(DEVICES, "{\"device_id\":\"%s\",\"kind\":\"flood\"%s}".formatted(id, more));
    }

    private static JsonNode device(String id) throws IOException, InterruptedException {
        return Running.json(system.get(DEVICES + "/" + id));
    }

    private static HttpResponse<String> imported(String csv) throws IOException, InterruptedException {
        return system.send(system.request("/api/v1/device-imports?on_existing=update").POST(BodyPublishers.ofString(
                csv)));
    }

    @Test
    void anAntaresContainerIsANameInEveryWay() throws Exception {
        HttpResponse<String> made = register("antares-1", ",\"aliases\":[\"/antares-cse/cnt-4711\"]");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String path = DEVICES + "/antares-1/aliases/%2Fantares-cse%2Fcnt-4712";
        HttpResponse<String> added = system.send(system.request(path).PUT(BodyPublishers.noBody()));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        assertThat(imported("device_id,kind,aliases\nantares-1,flood,/antares-cse/cnt-4713\n").statusCode())
                .isEqualTo(200);
        assertThat(device("antares-1").path("aliases")).extracting(JsonNode::asText).containsExactly(
                "/antares-cse/cnt-4711", "/antares-cse/cnt-4712", "/antares-cse/cnt-4713");
        assertThat(system.send(system.request(path).DELETE()).statusCode()).isEqualTo(204);
        assertThat(device("antares-1").path("aliases")).hasSize(2);
    }

    @Test
    void anIdIsNoLongerThanATopicTakes() throws Exception {
        assertThat(register("a".repeat(64), "").statusCode()).isEqualTo(201);
        HttpResponse<String> refused = register("a".repeat(65), "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"device_id\"", "64");
        assertThat(register("long-1", ",\"aliases\":[\"" + "b".repeat(129) + "\"]").statusCode()).isEqualTo(201);
        assertThat(Running.json(system.get("/api/v1/openapi.json"))
                .at("/components/schemas/DeviceSpec/properties/device_id/pattern").asText())
                .satisfies(pattern -> assertThat("a".repeat(64)).matches(pattern))
                .satisfies(pattern -> assertThat("a".repeat(65)).doesNotMatch(pattern));
    }

    @Test
    void anIdThatWouldBeTakenForAClaimCodeIsNone() throws Exception {
        HttpResponse<String> refused = register("claim:abc", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"device_id\"", "claim:");
        assertThat(register("claim-abc", "").statusCode()).isEqualTo(201);
    }

    @Test
    void theKindsAreTold() throws Exception {
        String[] kinds = Arrays.stream(Kind.values()).filter(kind -> kind != Kind.UNKNOWN).map(Kind::word)
                .toArray(String[]::new);
        assertThat(kinds).hasSize(13);
        JsonNode contract = Running.json(system.get("/api/v1/openapi.json"));
        assertThat(contract.at("/components/schemas/Kind/enum")).extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(kinds);
        assertThat(contract.at("/components/schemas/DeviceSpec/properties/kind/$ref").asText())
                .isEqualTo("#/components/schemas/Kind");
        HttpResponse<String> refused = system.post(DEVICES, "{\"device_id\":\"k-1\",\"kind\":\"camera\"}");
        assertThat(refused.body()).contains(kinds).doesNotContain("…");
    }

    @Test
    void aDeviceAtAPostIsInThePostsKelurahan() throws Exception {
        JsonNode post = system.database().row("SELECT latitude, longitude FROM telemetry.river_post WHERE post = 'P2C'")
                .orElseThrow();
        register("there", ",\"lat\":%s,\"lng\":%s".formatted(post.path("latitude"), post.path("longitude")));
        String there = device("there").path("kelurahan").asText("");
        assertThat(there).isNotEmpty();
        assertThat(register("at-post", ",\"post\":\"P2C\"").statusCode()).isEqualTo(201);
        assertThat(device("at-post").path("kelurahan").asText()).isEqualTo(there);
        assertThat(system.get(DEVICES + "?kelurahan=" + there.replace(" ", "%20")).body()).contains("at-post");
        imported("device_id,kind,post\nsheet-1,flood,P2C\n");
        assertThat(device("sheet-1").path("kelurahan").asText()).isEqualTo(there);
    }

    @Test
    void itsOwnPlaceComesBeforeItsPosts() throws Exception {
        register("own", ",\"lat\":-6.2383,\"lng\":106.9756");
        String own = device("own").path("kelurahan").asText("");
        register("own-post", ",\"lat\":-6.2383,\"lng\":106.9756,\"post\":\"P2C\"");
        assertThat(device("own-post").path("kelurahan").asText()).isEqualTo(own);
        imported("device_id,kind,post\nown,flood,P2C\n");
        assertThat(device("own").path("kelurahan").asText()).as("the sheet said nothing of its place").isEqualTo(own);
        assertThat(register("at-post-2", ",\"post\":\"P2C\"").statusCode()).isEqualTo(201);
        assertThat(device("at-post-2").path("kelurahan").asText()).isNotEqualTo(own);
    }

    @Test
    void whatNobodyAskedForIsRefused() throws Exception {
        for (String asked : new String[]{"/availability?from=2026-11-01", "/availability?group=kelurahan",
                "/inventory?limit=5", "/devices?limit=5&colour=red", "/stream?since=1", "/openapi.json?x=1"}) {
            HttpResponse<String> refused = system.get("/api/v1" + asked);
            assertThat(refused.statusCode()).as(asked).isEqualTo(400);
            assertThat(refused.body()).containsAnyOf("\"from\"", "\"group\"", "\"limit\"", "\"colour\"", "\"since\"",
                    "\"x\"");
        }
        assertThat(system.get("/api/v1/devices?limit=5&q=a&format=json").statusCode()).isEqualTo(200);
    }

    @Test
    void aMapIsTheWhole() throws Exception {
        StringBuilder csv = new StringBuilder("device_id,kind,owner\n");
        for (int i = 0; i < 101; i++) {
            csv.append("map-").append(i).append(",cctv,Peta\n");
        }
        imported(csv.toString());
        JsonNode map = Running.json(system.get(DEVICES + "?format=geojson&owner=Peta"));
        assertThat(map.path("features")).hasSize(101);
        assertThat(map.has("next_cursor")).isFalse();
        HttpResponse<String> accepted = system.send(system.request(DEVICES + "?owner=Peta")
                .header("Accept", "application/geo+json"));
        assertThat(Running.json(accepted).path("features")).hasSize(101);
        assertThat(system.get(DEVICES + "?format=csv&limit=5").body()).contains("\"limit\"");
    }
}
