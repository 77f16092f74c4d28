package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** Collected payloads of formats that read their topic, by the standard routes: run when they lie beside the project. */
class TopicalFieldSamplesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("siaga.root", "..")).toAbsolutePath().normalize()
            .resolveSibling("shared").resolve("samples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FORMATS = Set.of("traccar", "teltonika", "frigate", "onvif", "axis", "sparkplug");

    @TestFactory
    Stream<DynamicTest> collectedPayloads() throws IOException {
        if (!Files.isDirectory(SAMPLES)) {
            abort("SKIPPED: no field samples at " + SAMPLES);
        }
        Map<String, String> topics = topics();
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLES.resolve("expected.jsonl"))) {
            all.add(JSON.readTree(line));
        }
        return all.stream().filter(each -> FORMATS.contains(each.get("file").asText().split("-")[0]))
                .map(each -> DynamicTest.dynamicTest(each.get("file").asText(),
                        () -> check(each, topics.getOrDefault(each.get("file").asText(), ""))));
    }

    private static Map<String, String> topics() throws IOException {
        Map<String, String> topics = new HashMap<>();
        Files.readAllLines(SAMPLES.resolve("index.csv")).stream().map(line -> line.split(",", 4))
                .filter(fields -> fields.length == 4).forEach(fields -> topics.put(fields[0], fields[2]));
        return topics;
    }

    private static void check(JsonNode expected, String topic) throws IOException {
        byte[] payload = Files.readAllBytes(SAMPLES.resolve(expected.get("file").asText()));
        Instant received = new Expectation(expected).receivedAt();
        Route route = Routes.standard().match(topic).orElseThrow();
        Decoded decoded = Decoders.named(route.format()).decode(Message.of(topic, payload, received), route);
        if (expected.hasNonNull("reject")) {
            assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
            return;
        }
        Decoded.Report report = (Decoded.Report) decoded;
        assertThat(report.deviceId()).isEqualTo(expected.get("device").asText());
        expected.path("readings").forEach(reading -> reading(report, reading, expected.path("time")));
        assertThat(report.events()).hasSize(expected.path("events").size());
        for (int i = 0; i < report.events().size(); i++) {
            JsonNode wanted = expected.get("events").get(i);
            var event = report.events().get(i);
            assertThat(event.type()).isEqualTo(wanted.get("type").asText());
            wanted.properties().stream().filter(each -> !each.getKey().equals("type"))
                    .forEach(each -> assertThat(event.attributes()).containsEntry(each.getKey(),
                            each.getValue().asText()));
        }
        expected.path("mustNotAppear").forEach(name -> assertThat(words(report)).doesNotContain(name.asText()));
        if (expected.has("presence")) {
            assertThat(String.valueOf(report.presence())).containsIgnoringCase(expected.get("presence").asText());
        }
    }

    private static void reading(Decoded.Report report, JsonNode wanted, JsonNode time) {
        String at = wanted.path("time").asText(time.asText());
        List<String> found = report.samples().stream()
                .filter(sample -> at.isEmpty() || at.equals("null") || sample.observedAt().equals(Instant.parse(at)))
                .flatMap(sample -> sample(sample).stream()).toList();
        assertThat(found).contains(wanted.path("component").asText() + "|" + wanted.get("metric").asText() + "|"
                + value(wanted.get("value")) + "|" + flags(wanted.path("flags")));
    }

    private static List<String> sample(Sample sample) {
        List<String> all = new ArrayList<>(sample.readings().stream().map(reading -> reading.component() + "|"
                + reading.metric().name() + "|" + value(reading) + "|" + flags(sample.flags() | reading.flags()))
                .toList());
        Position position = sample.position();
        if (position != null) {
            all.add("|position|" + List.of(position.latitude(), position.longitude(),
                    position.altitude() == null ? "" : position.altitude()) + "|"
                    + flags(sample.flags() | position.flags()));
        }
        return all;
    }

    private static Set<String> words(Decoded.Report report) {
        Set<String> words = report.samples().stream().flatMap(sample -> sample.readings().stream())
                .map(reading -> reading.metric().name()).collect(Collectors.toSet());
        report.samples().stream().filter(sample -> sample.position() != null).forEach(sample -> words.add("position"));
        if (report.presence() != null) {
            words.add("presence");
        }
        return words;
    }

    private static String value(Reading reading) {
        return switch (reading.value()) {
            case Value.Quantity quantity -> String.format("%.5f", quantity.value());
            case Value.Truth truth -> Boolean.toString(truth.value());
            case Value.Word word -> word.value();
        };
    }

    private static String value(JsonNode wanted) {
        if (wanted.isArray()) {
            return wanted.valueStream().map(JsonNode::doubleValue).toList().toString();
        }
        return wanted.isNumber() ? String.format("%.5f", wanted.doubleValue()) : wanted.asText();
    }

    private static String flags(JsonNode wanted) {
        return wanted.valueStream().map(JsonNode::asText).sorted().toList().toString();
    }

    /** Clocks aside: they belong to the time, not to the value. */
    private static String flags(int flags) {
        return Flag.setOf(flags).stream().filter(flag -> flag != Flag.LATE).map(Flag::name).sorted().toList()
                .toString();
    }
}
