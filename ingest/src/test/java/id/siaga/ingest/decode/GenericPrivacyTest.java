package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.decode.PersonalSamples.Publication;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;

/** Nobody is read out of a format in which anybody may say anything, nor kept of it; everything else is as before. */
class GenericPrivacyTest {

    static Stream<TestCase> reports() {
        return GenericSamples.cases();
    }

    static Stream<Publication> samples() {
        return GenericSamples.all();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nobodyIsReadAndTheRestIs(TestCase test) {
        Decoded.Report before = report(test, test.payload());
        Decoded.Report report = report(test, GenericSamples.stuffed(test));

        assertThat(report.toString()).doesNotContain(PersonalSamples.MARK);
        assertThat(report.samples()).isEqualTo(before.samples());
        assertThat(report.events()).isEqualTo(before.events());
        assertThat(report.presence()).isEqualTo(before.presence());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nobodyIsKept(TestCase test) {
        byte[] kept = Objects.requireNonNull(report(test, GenericSamples.stuffed(test)).kept());

        assertThat(new String(kept, StandardCharsets.UTF_8)).doesNotContain(PersonalSamples.MARK);
        assertThat(report(test, kept).samples()).isEqualTo(report(test, test.payload()).samples());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void norOfWhatIsRefused(Publication sample) {
        Route route = Routes.standard().match(sample.topic()).orElseThrow();
        Message message = Message.of(sample.topic(), sample.payload(), Instant.EPOCH);

        if (sample.name().endsWith("broken off")) {
            assertThat(new String(Evidence.of(route.format(), message), StandardCharsets.UTF_8))
                    .doesNotContain(PersonalSamples.MARK);
        }
    }

    @Test
    void noMetricOfTheCatalogueSpeaksOfPeople() {
        assertThat(Metric.catalogue()).extracting(Metric::name).noneMatch(Privacy::concernsPart);
    }

    private static Decoded.Report report(TestCase test, byte[] payload) {
        return (Decoded.Report) Decoders.named(test.format()).decode(test.message().keeping(payload), test.route());
    }
}
