package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderCasesTest {

    static final List<String> PERSONAL = List.of("RumahBuSiti", "0a:1b:2c", "Siti Aminah", "aW1hZ2U");

    static List<TestCase> cases() {
        return TestCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMessageMeansWhatItsCaseSays(TestCase test) {
        Route route = test.route();

        assertThat(route.format()).isEqualTo(test.format());
        test.expectation().check(Decoders.named(route.format()).decode(test.message(), route));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingPersonalLeavesADecoder(TestCase test) {
        Decoded decoded = Decoders.named(test.format()).decode(test.message(), test.route());

        assertThat(decoded + stored(test, decoded)).doesNotContain(PERSONAL);
    }

    /** What the tables get of the payload. */
    static String stored(TestCase test, Decoded decoded) {
        return switch (decoded) {
            case Decoded.Report report -> new String(report.kept() == null ? test.payload() : report.kept(),
                    StandardCharsets.UTF_8);
            case Decoded.Several several -> several.reports().stream().map(report -> stored(test, report))
                    .collect(Collectors.joining());
            case Decoded.Rejected ignored -> new String(Evidence.of(test.format(), test.message()),
                    StandardCharsets.UTF_8);
            case Decoded.Ignored ignored -> "";
        };
    }
}
