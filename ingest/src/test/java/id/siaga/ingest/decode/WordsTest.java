package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Decoders, the catalogue and the rules speak one language; {@code telemetry/words.csv} is its dictionary. */
class WordsTest {

    /** Its payloads name their metrics themselves, as a pump house's programmer called them. */
    private static final Set<String> NAMED_BY_SENDER = Set.of("sparkplug");
    /** In conditions: {@code m["x"] == "word"} and {@code m["x"] in ["word", "word"]}. */
    private static final Pattern COMPARED = Pattern
            .compile("m\\[\"([a-z._]+)\"] (?:== (\"[^\"]*\")|in \\[([^]]*)])");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"");

    private static final List<Entry> DICTIONARY = dictionary();

    /** A word of a metric, and the format that says it; the native one says all it is told. */
    record Entry(String metric, String word, String saidBy) {
        String said() {
            return metric + "=" + word;
        }
    }

    @Test
    void aWordThatARuleComparesWithIsInTheDictionary() throws IOException {
        Set<String> compared = new TreeSet<>();
        COMPARED.matcher(resource(RuleBook.class, "rules.yaml")).results().forEach(
                each -> WORD.matcher(each.group(2) == null ? each.group(3) : each.group(2)).results()
                        .forEach(word -> compared.add(each.group(1) + "=" + word.group(1))));
        assertThat(compared).contains("door.alarm=forced", "vehicle.alarm=rollover");
        assertThat(DICTIONARY).extracting(Entry::said).containsAll(compared);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void aWordIsSaidByTheFormatThatTheDictionaryNames(Entry entry) {
        assertThat(Metric.named(entry.metric()).catalogued()).isTrue();
        Stream<Reading> said = entry.saidBy().equals("city-json")
                ? reports(nativeWord(entry)).flatMap(WordsTest::readings)
                : TestCase.all().stream().filter(test -> test.format().equals(entry.saidBy()))
                        .flatMap(WordsTest::readings);
        assertThat(said.filter(reading -> reading.metric().name().equals(entry.metric())).map(Reading::value))
                .contains(Value.of(entry.word()));
    }

    static List<Entry> entries() {
        return DICTIONARY;
    }

    private static Decoded nativeWord(Entry entry) {
        byte[] payload = "{\"v\":1,\"m\":{\"%s\":\"%s\"}}".formatted(entry.metric(), entry.word())
                .getBytes(StandardCharsets.UTF_8);
        Message message = Message.of("city/door/d-1/telemetry", payload, Instant.parse("2026-11-21T00:00:00Z"));
        return Decoders.named("city-json").decode(message, Routes.standard().match(message.topic()).orElseThrow());
    }

    @Test
    void whatADecoderCallsAMetricIsInTheCatalogueOrRaw() {
        Map<String, Set<String>> strangers = new TreeMap<>();
        for (TestCase test : TestCase.all()) {
            if (NAMED_BY_SENDER.contains(test.format())) {
                continue;
            }
            readings(test).filter(reading -> !reading.metric().catalogued())
                    .map(reading -> reading.metric().name()).filter(name -> !name.startsWith("raw."))
                    .forEach(name -> strangers.computeIfAbsent(name, key -> new TreeSet<>()).add(test.name()));
        }
        assertThat(strangers).isEmpty();
    }

    private static Stream<Reading> readings(TestCase test) {
        return reports(Decoders.named(test.format()).decode(test.message(), test.route()))
                .flatMap(WordsTest::readings);
    }

    private static Stream<Reading> readings(Decoded.Report report) {
        return report.samples().stream().flatMap(sample -> sample.readings().stream());
    }

    private static List<Entry> dictionary() {
        try {
            return resource(Metric.class, "words.csv").lines().skip(1).map(line -> line.split(",", -1))
                    .map(field -> new Entry(field[0], field[1], field[2])).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(beside.getResourceAsStream(name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Stream<Decoded.Report> reports(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Report report -> Stream.of(report);
            case Decoded.Several several -> several.reports().stream();
            case Decoded.Ignored ignored -> Stream.empty();
            case Decoded.Rejected rejected -> Stream.empty();
        };
    }
}
