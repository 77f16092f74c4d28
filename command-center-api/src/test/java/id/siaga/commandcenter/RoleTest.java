package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only administrators may do, asked by somebody who is none. */
class RoleTest {
    private static Running system;
    private static String engineer = "";

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        engineer = system.session(Role.TEKNISI);
        assertThat(system.post("/api/v1/devices", "{\"device_id\":\"cam-1\",\"kind\":\"cctv\"}").statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    private static int asked(String method, String path, String body) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + engineer)
                .method(method, BodyPublishers.ofString(body))).statusCode();
    }

    private static String known() {
        return system.database().row("""
                                     SELECT count(*) AS n, min(encode(secret_sha256, 'hex')) AS secret,
                                         (SELECT count(*) FROM telemetry.device_command) AS commands
                                     FROM telemetry.device""").orElseThrow().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "POST | /devices?on_existing=rotate | {\"device_id\":\"cam-1\",\"kind\":\"cctv\"}",
            "POST | /devices | {\"device_id\":\"cam-2\",\"kind\":\"cctv\"}",
            "PUT | /devices/cam-3 | {\"kind\":\"cctv\"}",
            "POST | /device-imports?secrets=true | ~device_id,kind\ngw-1,gateway~",
            "POST | /device-imports | ~device_id,kind\ngw-1,gateway~",
            "POST | /device-imports?dry_run=true | ~device_id,kind\ngw-1,gateway~",
            "POST | /devices/cam-1/commands | {\"command\":\"reboot\"}", "POST | /devices/cam-1/secret | {}",
            "DELETE | /devices/cam-1/credentials | {}", "PUT | /devices/cam-1/grant | {\"speaks_for\":\"all\"}",
            "POST | /devices/cam-1/certificates | {\"pkcs12\":true}", "POST | /claim-batches | {}",
            "PUT | /devices/cam-1/aliases/kamera-gerbang | {}", "DELETE | /devices/cam-1/aliases/kamera-gerbang | {}",
            "DELETE | /devices/cam-1?reason=rusak | {}"})
    void onlyAdministratorsMakeSecretsImportGrantAndCommand(String method, String path, String body) throws Exception {
        String before = known();
        assertThat(asked(method, path, body)).isEqualTo(403);
        assertThat(known()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"owner\":\"Dinas\"} | 200", "{\"kind\":\"gateway\"} | 403",
            "{\"uplink_parent\":\"cam-9\"} | 403"})
    void othersStillReadAndChangeWhatIsOnRecordButNotForWhomItSpeaks(String patch, int status) throws Exception {
        String path = "/api/v1/devices/cam-1";
        String tag = system.get(path).headers().firstValue("ETag").orElseThrow();
        assertThat(system.send(system.anonymous(path).header("Authorization", "Bearer " + engineer)
                .header("If-Match", tag).method("PATCH", BodyPublishers.ofString(patch)))
                .statusCode()).isEqualTo(status);
    }
}
