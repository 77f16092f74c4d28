package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import id.siaga.ingest.telemetry.Message;

/** Payloads collected from the field, kept outside of the repository: run when they lie beside it. */
class FieldSamplesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("siaga.root", "..")).toAbsolutePath().normalize()
            .resolveSibling("shared").resolve("samples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FORMATS = List.of("chirpstack", "owntracks", "influx", "telegraf-json",
            "collectd", "netjson", "tts", "senml", "sensorthings", "flat-json", "antares");

    /** What a sample is called by its maker, where we read it by a field map or as another format. */
    private static final Map<String, String> READ_AS = Map.of("tasmota", "flat-json", "zigbee2mqtt", "flat-json",
            "esphome", "flat-json", "local", "flat-json", "senml-oracle", "senml");
    private static final Map<String, Map<String, String>> OPTIONS = Map.of("chirpstack-11.json",
            Map.of("codec", "DL-TBRG"), "tasmota-1.json", Map.of("map", "tasmota-sensor"), "tasmota-3.json",
            Map.of("map", "tasmota-state"), "tasmota-5.json", Map.of("map", "tasmota-state"), "tasmota-7.txt",
            Map.of("map", "tasmota-lwt"), "zigbee2mqtt-1.json", Map.of("map", "zigbee2mqtt-availability"),
            "local-1.json", Map.of("map", "local"), "sensorthings-1.json", Map.of("datastream.1", "awlr-1 result"));

    @TestFactory
    Stream<DynamicTest> samplesOfOurFormats() throws IOException {
        assumePresent();
        return Files.readAllLines(SAMPLES.resolve("expected.jsonl")).stream().map(FieldSamplesTest::json)
                .filter(expected -> FORMATS.contains(format(file(expected))))
                .map(expected -> DynamicTest.dynamicTest(file(expected), () -> check(expected)));
    }

    @TestFactory
    Stream<DynamicTest> samplesOfOtherFormatsAreRefused() throws IOException {
        assumePresent();
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> !file.endsWith("expected.jsonl") && !file.endsWith("index.csv")).sorted()
                    .toList().stream().map(file -> DynamicTest.dynamicTest(name(file), () -> refuse(file)));
        }
    }

    private static void assumePresent() {
        if (!Files.isDirectory(SAMPLES)) {
            String why = "SKIPPED: no field samples at " + SAMPLES;
            System.getLogger(FieldSamplesTest.class.getName()).log(System.Logger.Level.WARNING, why);
            abort(why);
        }
    }

    private static void check(JsonNode expected) throws IOException {
        String format = format(file(expected));
        Expectation expectation = new Expectation(expected);
        Map<String, String> captures = switch (format) {
            case "owntracks" -> Map.of("user", "user", "device", "device");
            case "sensorthings" -> Map.of("datastream", "Datastreams(1)");
            case "collectd" -> Map.of("device", "testhost", "plugin", "interface-test0", "type", "if_octets");
            default -> Map.of("device", expected.get("device").asText());
        };
        Message message = Message.of("sample", Files.readAllBytes(SAMPLES.resolve(file(expected))),
                expectation.receivedAt());
        Route route = new Route(format, captures, OPTIONS.getOrDefault(file(expected), Map.of()));
        expectation.checkListed(Decoders.named(format).decode(message, route));
    }

    private static void refuse(Path file) throws IOException {
        byte[] payload = Files.readAllBytes(file);
        for (String format : Decoders.formats()) {
            if (!format.equals(format(name(file)))) {
                Message message = Message.of("sample", payload, new Expectation(JSON.createObjectNode()).receivedAt());
                Route route = new Route(format, Map.of("device", "TMA-BKS-01"), Map.of());
                assertThat(Decoders.named(format).decode(message, route)).as(format)
                        .isInstanceOf(Decoded.Rejected.class);
            }
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static String file(JsonNode expected) {
        return expected.get("file").asText();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String format(String file) {
        String maker = file.substring(0, file.lastIndexOf('-'));
        return READ_AS.getOrDefault(maker, maker);
    }
}
