package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/** No bytes make a decoder throw, hang or grow without bound. */
class DecoderFuzzTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02Z");
    private static final List<TestCase> CASES = TestCase.all();
    private static final List<String> MODELS = List.of("milesight", "LDDS75", "LLDS12", "DDS75-3", "PS-LB", "DL-MBX",
            "DL-TBRG", "DL-CTD10", "DL-PR26", "DL-PR26 10 bar");
    private static final int SAMPLES = 1001;
    private static final int READINGS = 20_000;
    private static final int NAME_CHARS = 300;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** Of this thread, so that a busy machine fails nobody. */
    private static final Duration LONGEST = Duration.ofMillis(200);

    /** The first message of a format loads its classes. */
    @BeforeContainer
    static void warmUp() {
        CASES.forEach(test -> Decoders.named(test.format()).decode(test.message(), test.route()));
    }

    @Property(tries = 500)
    void randomBytesAreAnAnswer(@ForAll @Size(max = 300) byte[] payload) {
        Asked.all().forEach(asked -> survives(asked, payload));
    }

    @Property(tries = 4000)
    void aBrokenSampleIsAnAnswer(@ForAll("cases") TestCase test, @ForAll long seed) {
        survives(own(test), Spoilt.of(test.payload(), seed));
    }

    @Property(tries = 2000)
    void aSampleBrokenTwiceIsAnAnswer(@ForAll("cases") TestCase test, @ForAll long seed) {
        survives(own(test), Spoilt.of(Spoilt.of(test.payload(), seed), seed + 1));
    }

    @Property(tries = 2000)
    void aBrokenSampleOfAnotherFormatIsAnAnswer(@ForAll("cases") TestCase test, @ForAll("ways") Asked asked,
            @ForAll long seed) {
        survives(asked, Spoilt.of(test.payload(), seed));
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

    @Provide
    Arbitrary<Asked> ways() {
        return Arbitraries.of(Asked.all());
    }

    private static Asked own(TestCase test) {
        return new Asked(test.format(), test.topic(), test.route().captures(), test.route().options());
    }

    private static void survives(Asked asked, byte[] payload) {
        long begun = THREADS.getCurrentThreadCpuTime();
        Decoded decoded = Decoders.named(asked.format()).decode(Message.of(asked.topic(), payload, NOW),
                asked.route());
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begun);

        assertThat(took).as("%s took over %d bytes", asked.format(), payload.length).isLessThan(LONGEST);
        bounded(decoded);
        assertThat(decoded.toString()).doesNotContain(DecoderCasesTest.PERSONAL);
    }

    private static void bounded(Decoded decoded) {
        switch (decoded) {
            case Decoded.Rejected rejected -> {
                assertThat(rejected.detail()).hasSizeBetween(1, 300);
                assertThat(rejected.reason()).isNotEqualTo(Reject.INTERNAL);
            }
            case Decoded.Ignored ignored -> assertThat(ignored.why()).hasSizeBetween(1, 300);
            case Decoded.Report report -> bounded(List.of(report));
            case Decoded.Several(List<Decoded.Report> reports) -> bounded(reports);
        }
    }

    private static void bounded(List<Decoded.Report> reports) {
        List<Sample> samples = reports.stream().map(Decoded.Report::samples).flatMap(List::stream).toList();
        assertThat(samples).hasSizeLessThanOrEqualTo(SAMPLES);
        assertThat(reports.stream().mapToInt(each -> each.events().size()).sum()).isLessThanOrEqualTo(SAMPLES);
        List<Reading> readings = samples.stream().map(Sample::readings).flatMap(List::stream).toList();
        assertThat(readings).hasSizeLessThan(READINGS);
        readings.forEach(each -> assertThat(each.metric().name() + each.component())
                .hasSizeLessThanOrEqualTo(NAME_CHARS));
    }
}
