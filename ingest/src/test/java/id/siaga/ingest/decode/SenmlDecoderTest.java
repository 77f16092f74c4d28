package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import id.siaga.ingest.telemetry.Message;

class SenmlDecoderTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02Z");
    private static final Route NOBODY = new Route("senml", Map.of(), Map.of());
    private static final String TWO = """
                                      [{"bn":"urn:dev:mac:a/","bt":1768872600,"n":"level","u":"m","v":1.25},
                                       {"n":"temp","u":"Cel","v":27.5,"t":-60},
                                       {"bn":"urn:dev:mac:b/","n":"level","u":"m","v":2.5}]""";

    private static Decoded decode(byte[] payload) {
        return new SenmlDecoder().decode(Message.of("gateway/senml", payload, NOW), NOBODY);
    }

    @Test
    void aPackOfSeveralDevicesIsAReportForEach() {
        Decoded.Several several = (Decoded.Several) decode(TWO.getBytes(StandardCharsets.UTF_8));

        assertThat(several.reports()).extracting(Decoded.Report::deviceId).containsExactly("urn:dev:mac:a",
                "urn:dev:mac:b");
        assertThat(several.reports()).extracting(report -> report.samples().size()).containsExactly(2, 1);
    }

    @Test
    void eachDevicesEvidenceIsItsPartAndMeansTheSame() {
        for (Decoded.Report report : ((Decoded.Several) decode(TWO.getBytes(StandardCharsets.UTF_8))).reports()) {
            Decoded.Report again = (Decoded.Report) decode(Objects.requireNonNull(report.kept()));
            assertThat(again.deviceId()).isEqualTo(report.deviceId());
            assertThat(again.samples()).isEqualTo(report.samples());
        }
    }

    @Test
    void cborSaysWhatJsonSays() throws Exception {
        String json = "[{\"bn\":\"urn:dev:mac:a/\",\"bt\":1768872600,\"bu\":\"m\",\"n\":\"level\",\"v\":1.25},"
                + "{\"n\":\"open\",\"vb\":true},{\"n\":\"level\",\"v\":2.5,\"t\":-60}]";
        ArrayNode tree = (ArrayNode) new ObjectMapper().readTree(json);

        Decoded.Report text = (Decoded.Report) decode(json.getBytes(StandardCharsets.UTF_8));
        Decoded.Report binary = (Decoded.Report) decode(new CBORMapper().writeValueAsBytes(tree));

        assertThat(binary.samples()).isEqualTo(text.samples()).hasSize(2);
    }

    @Test
    void tooMuchIsRefusedByName() {
        List<String> times = IntStream.range(0, 501).mapToObj(i -> "{\"n\":\"a/level\",\"v\":1,\"t\":" + -i + "}")
                .toList();

        assertThat(decode(("[" + String.join(",", times) + "]").getBytes(StandardCharsets.UTF_8)).toString())
                .contains("TOO_MANY_SAMPLES", "501 times");
    }

    /** {@code [{"n":"x","vs":…}]} and {@code [{"n":"x","v":1,…:1}]}: NUL, half a surrogate pair. */
    @ParameterizedTest
    @ValueSource(strings = {"81a2616e6178627673624100", "81a2616e617862767363eda0bd", "81a3616e6178617601624100" + "01",
            "81a2616e63edb880617601"})
    void whatNoStoreCanHoldIsRefusedInCborToo(String cbor) {
        assertThat(decode(HexFormat.of().parseHex(cbor)).toString()).contains("MALFORMED").doesNotContain("\0");
    }
}
