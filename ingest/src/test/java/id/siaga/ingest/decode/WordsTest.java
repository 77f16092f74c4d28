package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Reading;

/** Decoders, the catalogue and the rules speak one language. */
class WordsTest {

    @Test
    void whatADecoderCallsAMetricIsInTheCatalogueOrRaw() {
        Map<String, Set<String>> strangers = new TreeMap<>();
        for (TestCase test : TestCase.all()) {
            readings(test).filter(reading -> !reading.metric().catalogued())
                    .map(reading -> reading.metric().name()).filter(name -> !name.startsWith("raw."))
                    .forEach(name -> strangers.computeIfAbsent(name, key -> new TreeSet<>()).add(test.name()));
        }
        assertThat(strangers).isEmpty();
    }

    private static Stream<Reading> readings(TestCase test) {
        return reports(Decoders.named(test.format()).decode(test.message(), test.route()))
                .flatMap(report -> report.samples().stream()).flatMap(sample -> sample.readings().stream());
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
