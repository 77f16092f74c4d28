package id.siaga.simulator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboards' files, as far as they can be judged without Grafana. */
class DashboardFilesTest {

    private static final int COLUMNS = 24;
    private static final Path GRAFANA = Dashboard.ROOT.resolve("dashboards/grafana");

    @Test
    void bookmarksGoOnWorking() throws IOException {
        assertThat(Dashboard.all()).extracting(Dashboard::uid).containsExactlyInAnyOrder("siaga-jalur", "siaga-banjir",
                "siaga-armada", "siaga-cctv", "siaga-jaringan", "siaga-ketersediaan", "siaga-insiden",
                "siaga-kelengkapan");
    }

    @Test
    void everyPanelNamesAProvisionedSource() throws IOException {
        JsonNode provisioned = new YAMLMapper()
                .readTree(GRAFANA.resolve("provisioning/datasources/siaga.yml").toFile());
        Set<String> uids = Dashboard.list(provisioned.path("datasources")).stream()
                .map(source -> source.path("type").asText() + " " + source.path("uid").asText())
                .collect(Collectors.toSet());
        for (Dashboard dashboard : Dashboard.all()) {
            assertThat(dashboard.json().findValues("datasource")).as(dashboard.file()).isNotEmpty().allSatisfy(
                    source -> assertThat(uids)
                            .contains(source.path("type").asText() + " " + source.path("uid").asText()));
        }
    }

    @Test
    void panelsHaveIdsTitlesAndPlacesOfTheirOwn() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            List<JsonNode> panels = dashboard.panels();
            assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
            assertThat(panels).extracting(panel -> panel.path("title").asText()).doesNotHaveDuplicates()
                    .noneMatch(String::isBlank);
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : panels) {
                JsonNode place = panel.path("gridPos");
                assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        assertThat(taken.add((place.path("x").asInt() + x) + ":" + (place.path("y").asInt() + y)))
                                .as("%s: %s lies on another panel", dashboard.file(), panel.path("title")).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void everyChoiceThatIsOfferedIsUsedAndTheReverse() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            String text = dashboard.json().toString();
            for (JsonNode variable : dashboard.variables()) {
                assertThat(text).as(dashboard.file()).contains("${" + variable.path("name").asText() + ":");
            }
        }
    }

    @Test
    void linksLeadToRunbooksThatAreThere() throws IOException {
        int links = 0;
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode panel : dashboard.panels()) {
                for (JsonNode link : Dashboard.list(panel.path("links"))) {
                    links++;
                    assertThat(RuleFilesTest.runbook(link.path("url").asText())).isRegularFile();
                }
            }
        }
        assertThat(links).isGreaterThan(10);
    }
}
