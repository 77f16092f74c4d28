package id.siaga.ingest.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import id.siaga.ingest.telemetry.Sample;

/** Broken payloads on the right topics, for formats that look at the topic first. */
class TopicalFuzzTest {

    private static final Set<String> FORMATS = Set.of("traccar", "teltonika", "frigate", "onvif", "axis", "sparkplug");
    private static final List<TestCase> CASES = TestCase.all().stream()
            .filter(test -> FORMATS.contains(test.format()) && test.payload().length > 0).toList();
    private static final Map<String, Map<String, String>> CAPTURES = CASES.stream()
            .collect(Collectors.toMap(TestCase::name, test -> test.route().captures()));
    private static final String ALPHABET = "\"{}[]:,0-9.eE\\\u00ffn";
    private static final int READINGS = 20_000;

    @Property(tries = 3000)
    void aBrokenSampleIsAnAnswer(@ForAll("cases") TestCase test, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] broken = test.payload().clone();
        for (int i = 0; i < 4; i++) {
            broken[random.nextInt(broken.length)] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        survives(test, broken, Map.of());
    }

    @Property(tries = 2000)
    void aTruncatedSampleIsAnAnswer(@ForAll("cases") TestCase test, @ForAll @IntRange(max = 2000) int length) {
        survives(test, Arrays.copyOf(test.payload(), Math.min(length, test.payload().length)), Map.of());
    }

    @Property(tries = 2000)
    void randomBytesAreAnAnswer(@ForAll("cases") TestCase test, @ForAll @Size(max = 300) byte[] payload) {
        survives(test, payload, Map.of("cameras", "devices"));
    }

    @Property(tries = 3000)
    void aMemberOfAnotherTypeIsAnAnswer(@ForAll("cases") TestCase test, @ForAll long seed) {
        String text = new String(test.payload(), ISO_8859_1);
        String[] strange = {"null", "[]", "{}", "\"\"", "true", "-1", "1e400", "99999999999999999999", "\"NaN\""};
        Random random = new Random(seed);
        int colon = text.indexOf(':', random.nextInt(text.length()));
        int end = colon < 0 ? -1 : text.indexOf(',', colon);
        if (end > 0) {
            text = text.substring(0, colon + 1) + strange[random.nextInt(strange.length)] + text.substring(end);
        }
        survives(test, text.getBytes(ISO_8859_1), Map.of("cameras", "devices"));
    }

    @Provide
    Arbitrary<TestCase> cases() {
        return Arbitraries.of(CASES);
    }

    private static void survives(TestCase test, byte[] payload, Map<String, String> options) {
        Route route = new Route(test.format(), CAPTURES.getOrDefault(test.name(), Map.of()), options);
        Decoded decoded = Decoders.named(test.format()).decode(test.message().keeping(payload), route);
        assertThat(decoded.toString()).doesNotContain(DecoderCasesTest.PERSONAL);
        switch (decoded) {
            case Decoded.Rejected rejected -> assertThat(rejected.detail()).hasSizeBetween(1, 300);
            case Decoded.Ignored ignored -> assertThat(ignored.why()).isNotBlank();
            case Decoded.Report report -> bounded(List.of(report));
            case Decoded.Several(List<Decoded.Report> reports) -> bounded(reports);
        }
    }

    private static void bounded(List<Decoded.Report> reports) {
        assertThat(reports.stream().flatMap(report -> report.samples().stream()).map(Sample::readings)
                .mapToInt(List::size).sum()).isLessThan(READINGS);
        reports.forEach(report -> assertThat(report.deviceId()).isNotBlank());
    }
}
