package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.telemetry.Reject;

class DecoderCasesTest {

    static final List<String> PERSONAL = List.of("RumahBuSiti", "0a:1b:2c", "Siti Aminah", "aW1hZ2U");

    static List<TestCase> cases() {
        return TestCase.all();
    }

    static Stream<TestCase> withPayload() {
        return cases().stream().filter(test -> test.payload().length > 0);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMessageMeansWhatItsCaseSays(TestCase test) {
        Route route = test.route();

        assertThat(route.format()).isEqualTo(test.format());
        test.expectation().check(Decoders.named(route.format()).decode(test.message(), route));
    }

    @ParameterizedTest
    @MethodSource("withPayload")
    void otherDecodersRefuseIt(TestCase test) {
        for (String format : Decoders.formats()) {
            if (!format.equals(test.format())) {
                Route route = new Route(format, Map.of("kind", "flood", "device", "TMA-BKS-01"), Map.of());
                assertThat(Decoders.named(format).decode(test.message(), route)).as(format)
                        .isInstanceOfSatisfying(Decoded.Rejected.class,
                                rejected -> assertThat(rejected.reason()).isIn(Reject.SHAPE, Reject.VERSION,
                                        Reject.TOO_LARGE, Reject.MALFORMED, Reject.INVALID_UTF8, Reject.ID_MISMATCH));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingPersonalLeavesADecoder(TestCase test) {
        String said = Decoders.named(test.format()).decode(test.message(), test.route()).toString();

        assertThat(said).doesNotContain(PERSONAL);
    }
}
