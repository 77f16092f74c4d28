package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.telemetry.Reject;

/**
 * A route table written wrongly sends one format to another's decoder. Whatever it is asked by, no decoder makes a
 * reading of a payload that is not its own.
 */
class EveryDecoderTest {

    private static final Overlaps OVERLAPS = Overlaps.load();

    static Stream<TestCase> samples() {
        return TestCase.all().stream().filter(test -> test.payload().length > 0);
    }

    static Stream<String> formats() {
        return Decoders.formats().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noOtherDecoderMakesAnythingOfASample(TestCase test) {
        for (String format : Decoders.formats()) {
            if (!format.equals(test.format()) && OVERLAPS.of(test, format).isEmpty()) {
                Decoded said = Verdict.strangest(test, format);
                assertThat(Verdict.of(said)).as("%s read as %s: %s", test, format, said).isNotEqualTo(Verdict.READ);
                refusedForAReason(said);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aFormatHasARouteOrAContentTypeAndSamplesOfBothOutcomes(String format) {
        List<TestCase> own = TestCase.all().stream().filter(test -> test.format().equals(format)).toList();

        assertThat(Asked.of(format)).as("ways to reach " + format).isNotEmpty();
        assertThat(own).as("samples of " + format).hasSizeGreaterThanOrEqualTo(2);
        assertThat(own).as("a sample that " + format + " refuses or ignores").anyMatch(
                test -> test.expectation().expected().has("reject") || test.expectation().expected().has("ignored"));
    }

    @Test
    void everyOverlapIsOneThatIsThere() {
        Set<Overlaps.Overlap> unused = new HashSet<>(OVERLAPS.all());
        samples().forEach(test -> unused.removeIf(overlap -> overlap.covers(test, overlap.decoder())
                && Verdict.of(Verdict.strangest(test, overlap.decoder())) == Verdict.READ));

        assertThat(unused).as("overlaps.csv: these decoders refuse these samples").isEmpty();
    }

    private static void refusedForAReason(Decoded decoded) {
        if (decoded instanceof Decoded.Rejected rejected) {
            assertThat(rejected.reason()).isNotIn(Reject.INTERNAL, Reject.STORE_REFUSED, Reject.CONFLICT);
            assertThat(rejected.detail()).isNotBlank();
        }
    }
}
