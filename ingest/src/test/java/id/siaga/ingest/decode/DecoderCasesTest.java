package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

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
        String said = Decoders.named(test.format()).decode(test.message(), test.route()).toString();

        assertThat(said).doesNotContain(PERSONAL);
    }
}
