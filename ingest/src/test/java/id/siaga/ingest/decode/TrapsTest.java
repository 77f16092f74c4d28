package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** The list of traps leads to samples and tests that exist; traps that no sample shows are shown here. */
class TrapsTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02.123456789Z");

    static Stream<String> references() {
        return FormatsPage.Trap.all().stream().flatMap(trap -> trap.coveredBy().stream()).distinct();
    }

    @ParameterizedTest
    @MethodSource("references")
    void whatCoversATrapIsThere(String reference) throws ClassNotFoundException {
        if (reference.contains("/")) {
            assertThat(TestCase.all()).extracting(TestCase::name).contains(reference);
            return;
        }
        String[] name = reference.split("#");
        assertThat(testClass(name[0]).getDeclaredMethods()).extracting(method -> method.getName()).contains(name[1]);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void anEmptyPayloadMeasuresNothing(String format) {
        for (Asked asked : Asked.of(format)) {
            Decoded decoded = Decoders.named(format).decode(Message.of(asked.topic(), new byte[0], NOW),
                    asked.route());
            if (decoded instanceof Decoded.Report report) {
                assertThat(report.samples()).isEmpty();
            }
        }
    }

    static Stream<String> formats() {
        return Decoders.formats().stream();
    }

    @ParameterizedTest
    @CsvSource({"17", "31", "-1050", "99"})
    void aSignalIsInDbmOrIsNotASignal(double sent) {
        assertThat(reading("link.rssi", sent, "{dBm}").flags()).isEqualTo(Flag.OUT_OF_RANGE.bit());
    }

    @ParameterizedTest
    @CsvSource({"net.if.speed,100,Mbit/s,100000000", "cctv.bitrate,2048,kbit/s,2048000",
            "disk.free,1,KiBy,1024", "mem.total,2,MiBy,2097152"})
    void ratesAndSizesBecomeBitsAndBytes(String metric, double sent, String unit, double canonical) {
        assertThat(reading(metric, sent, unit).value()).isEqualTo(Value.of(canonical));
    }

    @Test
    void aTimeIsComparedAtTheResolutionThatIsStored() {
        Clocks clocks = Clocks.choose(Message.of("t", new byte[0], NOW), NOW.minus(Duration.ofSeconds(1)), null, null);

        assertThat(clocks.observedAt()).isEqualTo(Instant.parse("2026-01-20T01:30:01.123456Z"));
    }

    @Test
    void aRetainedReadingIsNoFreshSample() {
        Message retained = new Message("city/gps/GPS-1/telemetry",
                "{\"v\":1,\"m\":{\"vehicle.alarm\":\"panic\"}}".getBytes(StandardCharsets.UTF_8), NOW, true, null,
                Map.of());
        Route route = Routes.standard().match(retained.topic()).orElseThrow();

        assertThat(Decoders.named("city-json").decode(retained, route)).isInstanceOfSatisfying(Decoded.Report.class,
                report -> assertThat(report.samples()).allMatch(sample -> Flag.RETAINED.in(sample.flags())
                        && sample.quality() == Quality.UNCERTAIN));
    }

    private static Reading reading(String metric, double value, String unit) {
        String json = "{\"v\":1,\"m\":{\"%s\":%s},\"u\":{\"%s\":\"%s\"}}".formatted(metric, value, metric, unit);
        Route route = new Route("city-json", Map.of("kind", "switch", "device", "SW-1"), Map.of());
        Decoded decoded = Decoders.named("city-json")
                .decode(Message.of("city/switch/SW-1/telemetry", json.getBytes(StandardCharsets.UTF_8), NOW), route);
        return ((Decoded.Report) decoded).samples().get(0).readings().get(0);
    }

    private static Class<?> testClass(String name) throws ClassNotFoundException {
        List<String> packages = List.of("id.siaga.ingest.decode.", "id.siaga.ingest.");
        for (String each : packages) {
            try {
                return Class.forName(each + name);
            } catch (ClassNotFoundException e) {
                // Perhaps in the next.
            }
        }
        throw new ClassNotFoundException(name + " in " + packages);
    }
}
