package id.siaga.simulator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own word on its configuration and rules, and a runbook for each alert. */
class RuleFilesTest {

    private static final Path RUNBOOKS = Dashboard.ROOT.resolve("docs/runbooks");

    /** Grafana serves docs/runbooks there. */
    static Path runbook(String url) {
        assertThat(url).startsWith("/public/runbooks/");
        return RUNBOOKS.resolve(url.substring("/public/runbooks/".length()));
    }

    private static void assertSucceeds(String... arguments) throws IOException, InterruptedException {
        assumeTrue(Prometheus.isInstalled(), "no promtool: apt-get install prometheus");
        Prometheus.Said said = Prometheus.promtool(arguments);
        assertThat(said.code()).as(said.words()).isZero();
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        List<JsonNode> alerts = RuleFile.shipped().alerts();
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            assertThat(runbook(alert.path("annotations").path("runbook_url").asText())).isRegularFile();
            assertThat(alert.path("annotations").path("summary").asText()).contains(" / ");
            assertThat(alert.path("labels").path("severity").asText()).isIn("critical", "warning");
        });
        try (Stream<Path> pages = Files.list(RUNBOOKS)) {
            assertThat(pages).hasSameSizeAs(alerts);
        }
    }

    @Test
    void everyAlertIsTested() throws IOException {
        String tests = Files.readString(Prometheus.FOLDER.resolve("tests/siaga.test.yml"));
        assertThat(RuleFile.shipped().alerts()).extracting(alert -> alert.path("alert").asText())
                .allMatch(tests::contains);
    }

    @Test
    void prometheusTakesTheConfiguration() throws IOException, InterruptedException {
        assertSucceeds("check", "config", Prometheus.FOLDER.resolve("prometheus.yml").toString());
    }

    @Test
    void theAlertsFireWhenTheyShouldAndNotBefore() throws IOException, InterruptedException {
        assertSucceeds("test", "rules", Prometheus.FOLDER.resolve("tests/siaga.test.yml").toString());
    }

    @Test
    void everyPanelsExpressionIsPromql(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> rules = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            dashboard.promql().forEach(query -> rules.add("      - record: panel:%d\n        expr: %s".formatted(
                    rules.size(), query.promql().replaceAll("\\$__\\w+", "1m"))));
        }
        assertThat(rules).hasSizeGreaterThan(10);
        Path file = Files.writeString(folder.resolve("panels.yml"), "groups:\n  - name: panels\n    rules:\n"
                + rules.stream().collect(Collectors.joining("\n")));
        assertSucceeds("check", "rules", file.toString());
    }
}
