package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;

class DecoderFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02Z");
    private static final List<TestCase> CASES = TestCase.all();
    private static final List<String> MODELS = List.of("milesight", "LDDS75", "LLDS12", "DDS75-3", "PS-LB", "DL-MBX",
            "DL-TBRG", "DL-CTD10");
    private static final int SAMPLES = 1001;
    private static final int READINGS = 20_000;

    @Property(tries = 2000)
    void randomBytesAreRefusedNotThrown(@ForAll @Size(max = 300) byte[] payload) {
        Decoders.formats().forEach(format -> survives(format, payload, Map.of()));
    }

    @Property(tries = 2000)
    void aBrokenSampleIsAnAnswer(@ForAll("cases") TestCase test, @ForAll long seed) {
        survives(test.format(), mutate(test.payload(), new Random(seed)), test.expectation().options());
    }

    @Property(tries = 2000)
    void aTruncatedSampleIsAnAnswer(@ForAll("cases") TestCase test, @ForAll @IntRange(max = 2000) int length) {
        byte[] payload = Arrays.copyOf(test.payload(), Math.min(length, test.payload().length));
        survives(test.format(), payload, test.expectation().options());
    }

    @Property(tries = 3000)
    void aCodecReadsAnyBytes(@ForAll @Size(max = 60) byte[] payload, @ForAll @IntRange(max = 255) int port) {
        for (String model : MODELS) {
            Route route = new Route("chirpstack", Map.of(), Map.of("codec", model));
            Frame frame = PayloadCodecs.choose(route, "", port, "").orElseThrow().decode(payload, port);
            assertThat(frame.readings().size() + frame.history().size()).isLessThanOrEqualTo(60);
        }
    }

    @Provide
    Arbitrary<TestCase> cases() {
        return Arbitraries.of(CASES);
    }

    private static byte[] mutate(byte[] payload, Random random) {
        byte[] mutated = payload.clone();
        for (int i = 0; i < 4 && mutated.length > 0; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) "\"{}[]:,0-9.eE\\\u00ffn".charAt(random.nextInt(16));
        }
        return mutated;
    }

    private static void survives(String format, byte[] payload, Map<String, String> options) {
        Route route = new Route(format, Map.of("kind", "flood", "device", "TMA-BKS-01", "user", "bpbd"), options);
        Message message = Message.of("t", payload, NOW);
        Decoded decoded = Decoders.named(format).decode(message, route);
        bounded(decoded);
        assertThat(decoded.toString()).doesNotContain(DecoderCasesTest.PERSONAL);
    }

    private static void bounded(Decoded decoded) {
        switch (decoded) {
            case Decoded.Rejected rejected -> assertThat(rejected.detail()).hasSizeBetween(1, 300);
            case Decoded.Ignored ignored -> assertThat(ignored.why()).isNotBlank();
            case Decoded.Several(List<Decoded.Report> reports) -> reports.forEach(DecoderFuzzTest::bounded);
            case Decoded.Report report -> {
                assertThat(report.samples()).hasSizeLessThanOrEqualTo(SAMPLES);
                assertThat(report.samples().stream().map(Sample::readings).mapToInt(List::size).sum())
                        .isLessThan(READINGS);
            }
        }
    }
}
