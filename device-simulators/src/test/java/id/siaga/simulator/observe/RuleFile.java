package id.siaga.simulator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that Prometheus loads. */
record RuleFile(List<JsonNode> rules) {

    static RuleFile shipped() throws IOException {
        JsonNode file = new YAMLMapper().readTree(Prometheus.FOLDER.resolve("rules/siaga.yml").toFile());
        return new RuleFile(Dashboard.list(file.path("groups")).stream()
                .flatMap(group -> Dashboard.list(group.path("rules")).stream()).toList());
    }

    /** Names that recording rules make. */
    Set<String> recorded() {
        return rules.stream().filter(rule -> rule.has("record")).map(rule -> rule.path("record").asText())
                .collect(Collectors.toSet());
    }

    List<JsonNode> alerts() {
        return rules.stream().filter(rule -> rule.has("alert")).toList();
    }
}
