package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import id.siaga.ingest.telemetry.Value;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LineProtocolTest {

    private static final Epoch NANOS = new Epoch(9);

    @Property(tries = 1000)
    void whatIsWrittenIsRead(@ForAll("names") String measurement, @ForAll("names") String key,
            @ForAll("names") String tag, @ForAll("texts") String text, @ForAll double number) throws Refused {
        double finite = Double.isFinite(number) ? number : 0;
        String line = escaped(measurement, ", ") + "," + escaped(key, ",= ") + "=" + escaped(tag, ",= ") + " "
                + escaped(key, ",= ") + "=" + quoted(text) + ",n=" + finite + " 1768872600123456789";
        Map<String, Value> fields = Map.of(key, Value.of(text), "n", Value.of(finite));

        List<Point> points = LineProtocol.read(line + "\n" + line + "\r\n", NANOS);

        assertThat(points).hasSize(2).allSatisfy(point -> {
            assertThat(point.measurement()).isEqualTo(measurement);
            assertThat(point.tags()).isEqualTo(Map.of(key, tag));
            assertThat(point.fields()).isEqualTo(fields);
            assertThat(point.time()).isEqualTo(Instant.parse("2026-01-20T01:30:00.123456789Z"));
            assertThat(point.source()).isEqualTo(line);
        });
    }

    /** A trailing backslash cannot be written in line protocol: it escapes the comma behind it. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abz 0,=\"é\\水.").ofMinLength(1).ofMaxLength(12)
                .filter(name -> !name.contains("\\") && !name.startsWith("#") && !name.startsWith(" ")
                        && !name.equals("n"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abz 0,=\"é\\水\n#").ofMaxLength(20);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "-1.5,-1.5", "+2e3,2000", ".5,0.5", "7.,7", "3i,3", "-3i,-3",
            "18446744073709551615u,1.8446744073709552E19"})
    void numbers(String written, double meant) throws Refused {
        assertThat(field(written)).isEqualTo(Value.of(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "T", "true", "True", "TRUE"})
    void truths(String written) throws Refused {
        assertThat(field(written)).isEqualTo(Value.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1e400", "1d", "0x10", "1,5", "tRUE", "abc", "3.5i", "--1", "\"a\"b"})
    void noValues(String written) {
        assertThatThrownBy(() -> field(written)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "m ", "m,t=1", "m,t f=1", "m,=1 f=1", "m,t= f=1", "m f", "m f=", "m =1", ",t=1 f=1",
            "m f=1 12x", "m f=1 -5", "m f=1 99999999999999999999999", "m f=1, g=2", "m f=1,", "m f=\"open"})
    void noLines(String line) {
        assertThatThrownBy(() -> LineProtocol.read(line, NANOS)).isInstanceOf(Refused.class);
    }

    @Test
    void aFaultNamesItsLine() {
        assertThatThrownBy(() -> LineProtocol.read("a f=1\n# b\nc,t f=1", NANOS)).hasMessageStartingWith("line 3: ");
    }

    @Test
    void moreLinesThanABatchAreRefused() {
        String lines = Arbitraries.just("m f=1").list().ofSize(LineProtocol.POINTS + 1).sample().stream()
                .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> LineProtocol.read(lines, NANOS)).isInstanceOf(Refused.class);
    }

    private static Value field(String written) throws Refused {
        return LineProtocol.read("m f=" + written, NANOS).get(0).fields().values().iterator().next();
    }

    private static String escaped(String text, String escapable) {
        return text.chars().mapToObj(c -> (escapable.indexOf(c) >= 0 ? "\\" : "") + (char) c)
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
