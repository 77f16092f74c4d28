package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.assertj.core.data.Offset;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** What a case says a message means, and the comparison with what a decoder made of it. */
record Expectation(JsonNode expected) {

    private static final Instant FALLBACK = Instant.parse("2026-01-20T08:47:45Z");

    Instant receivedAt() {
        if (expected.hasNonNull("receivedAt")) {
            return Instant.parse(expected.get("receivedAt").asText());
        }
        return expected.hasNonNull("time") ? Instant.parse(expected.get("time").asText()).plusSeconds(2) : FALLBACK;
    }

    Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        expected.path("options").properties().forEach(e -> options.put(e.getKey(), e.getValue().asText()));
        return options;
    }

    void check(Decoded decoded) {
        if (expected.hasNonNull("reject")) {
            assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class,
                    rejected -> assertThat(rejected.reason().name()).isEqualTo(expected.get("reject").asText()));
        } else if (expected.hasNonNull("ignored")) {
            assertThat(decoded).isInstanceOf(Decoded.Ignored.class);
        } else {
            assertThat(decoded).isInstanceOfSatisfying(Decoded.Report.class, this::report);
        }
    }

    /** Everything the case lists is there; what it does not list may be there too. */
    void checkListed(Decoded decoded) {
        if (expected.hasNonNull("reject")) {
            assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
            return;
        }
        assertThat(decoded).isInstanceOf(Decoded.Report.class);
        Decoded.Report report = (Decoded.Report) decoded;
        time(report);
        events(report);
        Map<String, Object> actual = new TreeMap<>();
        report.samples().forEach(sample -> actual.putAll(values(sample)));
        expectedValues().forEach((name, value) -> same(name, actual.getOrDefault(name, "absent"), value));
        expected.path("mustNotAppear").forEach(name -> assertThat(actual).doesNotContainKey(name.asText()));
    }

    private void report(Decoded.Report report) {
        assertThat(report.deviceId()).isEqualTo(expected.get("device").asText());
        time(report);
        events(report);
        presence(report);
        expected.path("about").properties()
                .forEach(e -> assertThat(report.about()).containsEntry(e.getKey(), e.getValue().asText()));
        if (expected.has("samples")) {
            assertThat(report.samples()).hasSize(expected.get("samples").asInt());
        }
        if (expected.has("seq")) {
            assertThat(report.sequence()).isEqualTo(expected.get("seq").asLong());
        }
        if (expected.has("dedupKey")) {
            assertThat(report.dedupKey()).isEqualTo(expected.get("dedupKey").asText());
        }
        if (report.samples().isEmpty()) {
            assertThat(expected.path("readings")).isEmpty();
            return;
        }
        Map<String, Object> actual = values(newest(report));
        Map<String, Object> wanted = expectedValues();
        assertThat(actual.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((name, value) -> same(name, actual.getOrDefault(name, "absent"), value));
        assertThat(names(newest(report).flags())).as("sample flags").isEqualTo(texts(expected.path("flags")));
    }

    private static void same(String name, Object actual, Object wanted) {
        if (wanted instanceof Double number) {
            assertThat(actual).as(name).isInstanceOf(Double.class);
            assertThat((Double) actual).as(name).isCloseTo(number, Offset.offset(1e-6));
        } else {
            assertThat(actual).as(name).isEqualTo(wanted);
        }
    }

    private void time(Decoded.Report report) {
        if (!expected.hasNonNull("time")) {
            return;
        }
        Instant time = Instant.parse(expected.get("time").asText()).truncatedTo(ChronoUnit.MICROS);
        if (report.samples().isEmpty()) {
            assertThat(report.events()).extracting(DeviceEvent::observedAt).containsOnly(time);
            return;
        }
        assertThat(newest(report).observedAt()).isEqualTo(time);
        assertThat(newest(report).timeSource().name()).isEqualTo(expected.get("timeSource").asText());
    }

    private void events(Decoded.Report report) {
        assertThat(report.events()).hasSize(expected.path("events").size());
        for (int i = 0; i < report.events().size(); i++) {
            JsonNode wanted = expected.get("events").get(i);
            DeviceEvent event = report.events().get(i);
            assertThat(event.type()).isEqualTo(wanted.get("type").asText());
            wanted.properties().stream().filter(e -> !e.getKey().equals("type"))
                    .forEach(e -> assertThat(event.attributes()).containsEntry(e.getKey(), e.getValue().asText()));
        }
    }

    private void presence(Decoded.Report report) {
        String actual = report.presence() == null
                ? ""
                : report.presence().state() + "/" + report.presence().cause();
        assertThat(actual).isEqualTo(expected.path("presence").asText());
    }

    private static Sample newest(Decoded.Report report) {
        return report.samples().get(report.samples().size() - 1);
    }

    private Map<String, Object> expectedValues() {
        Map<String, Object> values = new TreeMap<>();
        for (JsonNode reading : expected.path("readings")) {
            String name = reading.path("component").asText() + reading.get("metric").asText();
            JsonNode value = reading.get("value");
            values.put(name,
                    value.isNumber()
                            ? (Object) value.doubleValue()
                            : value.isArray() ? value.toString() : value.asText());
            if (reading.has("flags")) {
                values.put(name + " flags", texts(reading.get("flags")));
            }
        }
        values.computeIfPresent("position", (name, value) -> numbers(expected.path("readings")));
        return values;
    }

    private static List<Double> numbers(JsonNode readings) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode reading : readings) {
            if (reading.get("metric").asText().equals("position")) {
                reading.get("value").forEach(number -> numbers.add(number.doubleValue()));
            }
        }
        return numbers;
    }

    private static Map<String, Object> values(Sample sample) {
        Map<String, Object> values = new TreeMap<>();
        for (Reading reading : sample.readings()) {
            put(values, reading.component() + reading.metric().name(), plain(reading.value()), reading.flags());
        }
        Position position = sample.position();
        if (position != null) {
            List<Double> place = new ArrayList<>(List.of(position.latitude(), position.longitude()));
            if (position.altitude() != null) {
                place.add(position.altitude());
            }
            put(values, "position", place, position.flags());
            if (position.accuracy() != null) {
                values.put("position.accuracy", position.accuracy());
            }
        }
        return values;
    }

    private static void put(Map<String, Object> values, String name, Object value, int flags) {
        values.put(name, value);
        if (flags != 0) {
            values.put(name + " flags", names(flags));
        }
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Quantity quantity -> quantity.value();
            case Value.Truth truth -> Boolean.toString(truth.value());
            case Value.Word word -> word.value();
        };
    }

    private static Set<String> names(int flags) {
        return Flag.setOf(flags).stream().map(Flag::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
