package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.embedded.EmbeddedHiveMQ;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.AnchorTopic;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of an inspector, as processes, with their exit codes. */
class VerifyProcessTest {
    @TempDir
    private Path home;

    record Said(int code, String text) {
    }

    @Test
    void exportsAndVerifiesAndTellsABrokenLogByItsExitCode() throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            scratch.migrateCommand();
            anchor(scratch);
            Path export = home.resolve("audit.ndjson");
            assertThat(siaga("audit-export", "--database-url", url(scratch), "--purpose", "uji", "--output",
                    export.toString()).code()).isZero();
            assertThat(Files.readString(export)).contains("\"action\":\"export\"").contains("uji");
            assertThat(siaga("verify", "--home", home.toString(), "--export", export.toString()).text())
                    .startsWith("UTUH / intact");
            Said intact = siaga("verify", "--home", home.toString(), "--database-url", url(scratch), "--json");
            assertThat(intact.code()).as(intact.text()).isZero();
            assertThat(json(intact).path("anchors").asInt()).isEqualTo(1);
            scratch.database().execute("ALTER TABLE audit.record DISABLE TRIGGER ALL");
            scratch.database().execute("UPDATE audit.record SET detail = '{}' WHERE seq = 1");
            Said broken = siaga("verify", "--home", home.toString(), "--database-url", url(scratch), "--json");
            assertThat(broken.code()).isEqualTo(3);
            assertThat(json(broken).path("findings").path(0).path("kind").asText()).isEqualTo("EDITED");
            assertThat(json(broken).path("findings").path(0).path("seq").asInt()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeCheckedIsNeitherIntactNorBroken() throws Exception {
        assertThat(siaga("verify", "--home", home.toString(), "--export", "nowhere").code()).isEqualTo(1);
        assertThat(siaga("verify", "--nonsense").code()).isEqualTo(2);
    }

    @Test
    void aSystemThatNobodyConfiguredKeepsItsAnchorAtItsOwnDoorToo() throws Exception {
        Process running = process("run", "--home", home.toString(), "--http-port", "0", "--mqtt-port", "0");
        try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
            String mqtt = "";
            String password = "";
            String http = "";
            while (http.isEmpty()) {
                String line = String.valueOf(lines.readLine());
                assertThat(line).as("it stopped").isNotEqualTo("null");
                mqtt = line.startsWith("MQTT  ") ? line.split(" +")[1] : mqtt;
                password = line.startsWith("login: ") ? line.substring(line.indexOf('/') + 2) : password;
                http = line.startsWith("Dinding") ? line.substring(line.indexOf("http"), line.indexOf("/wall")) : "";
            }
            String session = post(http, "sessions", "", "{\"user\":\"admin\",\"password\":\"" + password + "\"}");
            String token = post(http, "api-tokens", session, "{\"name\":\"jangkar\",\"roles\":[\"ADMIN_PUSAT\"],"
                    + "\"read_only\":true,\"expires_at\":\"" + Instant.now().plusSeconds(3600) + "\"}");
            Eventually.until("an anchor at the door", () -> Files.exists(home.resolve("retained")));
            Said intact = verifyAt(mqtt, token);
            assertThat(intact.code()).as(intact.text()).isZero();
            assertThat(verifyAt(mqtt, "siaga_salah").code()).as("not let in").isEqualTo(1);
            Files.writeString(home.resolve("anchors").resolve(AnchorFile.NAME), "");
            assertThat(verifyAt(mqtt, token).code()).as("its file was emptied").isEqualTo(3);
        } finally {
            running.destroy();
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        Said stopped = siaga("verify", "--home", home.toString());
        assertThat(stopped.code()).as(stopped.text()).isEqualTo(3);
        assertThat(stopped.text()).contains("MISSING_ANCHOR");
        assertThat(siaga("verify", "--home", home.resolve("tiada").toString()).code()).isNotIn(0, 3);
    }

    @Test
    void comparesWithWhatABrokerKeeps() throws Exception {
        int port = AnchorPlacesTest.freePort();
        EmbeddedHiveMQ hive = AnchorPlacesTest.broker(home, port);
        hive.start().join();
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            scratch.migrateCommand();
            AnchorTopic topic = new AnchorTopic("tcp://127.0.0.1:" + port, new MqttConnectionOptions());
            anchoring(scratch, List.of(topic)).anchor();
            String[] verify = {"verify", "--home", home.toString(), "--database-url", url(scratch), "--anchor-mqtt",
                    topic.url()};
            assertThat(siaga(verify).code()).isZero();
            Files.writeString(home.resolve("anchors").resolve(AnchorFile.NAME), "");
            Said rolledBack = siaga(verify);
            assertThat(rolledBack.code()).isEqualTo(3);
            assertThat(rolledBack.text()).contains("MISSING_ANCHOR");
        } finally {
            hive.stop().join();
        }
    }

    private Said verifyAt(String mqtt, String token) throws Exception {
        return siaga("verify", "--home", home.toString(), "--against-tables", "--anchor-mqtt", "tcp://" + mqtt,
                "--anchor-mqtt-user", "admin", "--anchor-mqtt-password", token);
    }

    private static String post(String http, String what, String session, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http + "/api/v1/" + what))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.isEmpty()) {
            request.header("Authorization", "Bearer " + session);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonMapper().readTree(answer.body()).path("token").asText();
    }

    private void anchor(ScratchDatabase scratch) throws IOException {
        anchoring(scratch, List.of()).anchor();
    }

    private Anchoring anchoring(ScratchDatabase scratch, List<AnchorTopic> topics) throws IOException {
        return new Anchoring(scratch.database(), AnchorKey.in(home.resolve("audit")),
                AnchorFile.in(home.resolve("anchors")),
                topics, new AnchorPolicy(Duration.ofSeconds(1), Duration.ofHours(1), 100, Duration.ofHours(1)),
                Clock.systemUTC());
    }

    private static String url(ScratchDatabase scratch) {
        return scratch.source().getJdbcUrl();
    }

    static JsonNode json(Said said) throws IOException {
        return new JsonMapper().readTree(said.text());
    }

    static Said siaga(String... arguments) throws IOException, InterruptedException, SQLException {
        Process process = process(arguments);
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), "id.siaga.commandcenter.main.Siaga"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
