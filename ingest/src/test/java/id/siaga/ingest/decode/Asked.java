package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * One way in which a format is asked: an entry of the route table that ships, or the options one of its own samples is
 * read with. What tries every decoder tries it in each of its ways, so a new format joins by having a route or a sample.
 */
record Asked(String format, String topic, Map<String, String> captures, Map<String, String> options) {

    private static final Pattern LEVEL = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, String> LEVELS = Map.of("device", "TMA-BKS-01", "kind", "flood");
    private static final List<Asked> ALL = load();

    static List<Asked> all() {
        return ALL;
    }

    static List<Asked> of(String format) {
        return ALL.stream().filter(each -> each.format().equals(format)).toList();
    }

    Route route() {
        return new Route(format, captures, options);
    }

    private static List<Asked> load() {
        List<Asked> ways = new ArrayList<>();
        for (JsonNode entry : table().path("routes")) {
            ways.add(of(entry));
        }
        for (TestCase sample : TestCase.all()) {
            ways.add(new Asked(sample.format(), sample.topic(), sample.route().captures(), sample.route().options()));
        }
        return ways.stream().distinct().toList();
    }

    private static Asked of(JsonNode entry) {
        Map<String, String> captures = new HashMap<>();
        String topic = LEVEL.matcher(entry.path("topic").asText()).replaceAll(level -> {
            String value = LEVELS.getOrDefault(level.group(1), "x");
            captures.put(level.group(1), value);
            return Matcher.quoteReplacement(value);
        }).replace("#", "x");
        Map<String, String> options = new HashMap<>();
        entry.path("options").properties().forEach(each -> options.put(each.getKey(), each.getValue().asText()));
        return new Asked(entry.path("format").asText(), topic, captures, options);
    }

    static JsonNode table() {
        try (var yaml = Routes.class.getResourceAsStream("routes.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
