package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of an inspector, as processes, with their exit codes. */
class VerifyProcessTest {
    @TempDir
    private Path home;

    private record Said(int code, String text) {
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

    private void anchor(ScratchDatabase scratch) throws IOException {
        new Anchoring(scratch.database(), AnchorKey.in(home.resolve("audit")), AnchorFile.in(home.resolve("anchors")),
                List.of(), new AnchorPolicy(Duration.ofSeconds(1), Duration.ofHours(1), 100, Duration.ofHours(1)),
                Clock.systemUTC()).anchor();
    }

    private static String url(ScratchDatabase scratch) {
        return scratch.source().getJdbcUrl();
    }

    private static JsonNode json(Said said) throws IOException {
        return new JsonMapper().readTree(said.text());
    }

    private static Said siaga(String... arguments) throws IOException, InterruptedException, SQLException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), "id.siaga.commandcenter.main.Siaga"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
