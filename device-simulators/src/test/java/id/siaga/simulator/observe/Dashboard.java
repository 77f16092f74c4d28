package id.siaga.simulator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as its file has it. */
record Dashboard(String file, JsonNode json) {

    static final Path ROOT = Path.of(System.getProperty("siaga.root"));
    private static final Path FOLDER = ROOT.resolve("dashboards/grafana/dashboards");

    /** One question of one panel. */
    record Query(String dashboard, String panel, JsonNode target) {

        String sql() {
            return target.path("rawSql").asText();
        }

        String promql() {
            return target.path("expr").asText();
        }

        boolean isTimeSeries() {
            return target.path("format").asText().equals("time_series");
        }

        @Override
        public String toString() {
            return dashboard + " · " + panel + " · " + target.path("refId").asText();
        }
    }

    static List<Dashboard> all() throws IOException {
        List<Dashboard> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
                all.add(new Dashboard(file.getFileName().toString(), new JsonMapper().readTree(file.toFile())));
            }
        }
        return all;
    }

    String uid() {
        return json.path("uid").asText();
    }

    List<JsonNode> panels() {
        return list(json.path("panels"));
    }

    List<JsonNode> variables() {
        return list(json.path("templating").path("list"));
    }

    List<Query> sql() {
        return queries().filter(each -> !each.sql().isEmpty()).toList();
    }

    List<Query> promql() {
        return queries().filter(each -> !each.promql().isEmpty()).toList();
    }

    private Stream<Query> queries() {
        return panels().stream().flatMap(panel -> list(panel.path("targets")).stream()
                .map(target -> new Query(file, panel.path("title").asText(), target)));
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
