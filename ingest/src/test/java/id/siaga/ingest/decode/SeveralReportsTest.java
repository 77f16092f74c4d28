package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Messages of several devices, and what each of their reports keeps. */
class SeveralReportsTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02Z");
    private static final Map<String, String> LEVELS = Map.of("device", "gw-1", "plugin", "load", "type", "load");

    record Batch(String format, String payload) {
    }

    static List<Batch> batches() {
        return List.of(new Batch("influx", """
                                           temp,host=a,sensor=x temp=40 1768872600000000000
                                           temp,host=b,sensor=x temp=41 1768872600000000000
                                           mem,host=a available=5i 1768872600000000000
                                           """),
                new Batch("telegraf-json",
                        """
                        [{"name":"temp","tags":{"host":"a","sensor":"x"},"fields":{"temp":40},"timestamp":1768872600},
                         {"name":"temp","tags":{"host":"b","sensor":"x"},"fields":{"temp":41},"timestamp":1768872600},
                         {"name":"mem","tags":{"host":"a"},"fields":{"available":5},"timestamp":1768872600}]"""),
                new Batch("collectd",
                        """
                        [{"values":[0.5,null,0.25],"dsnames":["s","m","l"],"time":1768872600.125,"host":"a","plugin":"load","type":"load"},
                         {"values":[41],"dsnames":["value"],"time":1768872600.125,"host":"b","plugin":"thermal","type":"temperature"},
                         {"values":[77],"dsnames":["value"],"time":1768872600.125,"host":"a","plugin":"uptime","type":"uptime"}]"""));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void whatAReportKeepsMeansTheSameReport(Batch batch) {
        Decoded decoded = decode(batch.format(), batch.payload().getBytes(StandardCharsets.UTF_8));

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Several.class, several -> {
            assertThat(several.reports()).extracting(Decoded.Report::deviceId).containsExactly("a", "b");
            assertThat(several.reports().get(0).samples()).hasSize(1);
            several.reports().forEach(report -> again(batch.format(), report));
        });
    }

    private static void again(String format, Decoded.Report report) {
        byte[] kept = report.kept();
        assertThat(kept).isNotNull();
        assertThat(decode(format, kept == null ? new byte[0] : kept))
                .isInstanceOfSatisfying(Decoded.Report.class, same -> {
                    assertThat(same.deviceId()).isEqualTo(report.deviceId());
                    assertThat(same.samples()).isEqualTo(report.samples());
                });
    }

    @Test
    void moreDevicesThanAMessageMaySpeakOfAreRefused() {
        String lines = IntStream.rangeClosed(0, Decoded.Several.MOST).mapToObj(i -> "mem,host=h" + i + " available=1i")
                .collect(Collectors.joining("\n"));

        assertThat(decode("influx", lines.getBytes(StandardCharsets.UTF_8))).isInstanceOfSatisfying(
                Decoded.Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(Reject.TOO_MANY_SAMPLES));
    }

    @Test
    void telegrafsJsonIsTakenOnItsTopicToo() {
        Route route = Routes.standard().match("telegraf/nvr-02/mem").orElseThrow();
        Message message = Message.of("telegraf/nvr-02/mem",
                "{\"name\":\"mem\",\"tags\":{\"host\":\"nvr-02\"},\"fields\":{\"available\":5},\"timestamp\":1768872600}"
                        .getBytes(StandardCharsets.UTF_8),
                NOW);

        assertThat(route.format()).isEqualTo("influx");
        assertThat(Decoders.named("influx").decode(message, route)).isInstanceOfSatisfying(Decoded.Report.class,
                report -> assertThat(report.deviceId()).isEqualTo("nvr-02"));
    }

    @Test
    void whatNetJsonKeepsMeansTheSameReport() {
        TestCase test = TestCase.all().stream().filter(each -> each.name().equals("netjson/access-point")).findFirst()
                .orElseThrow();
        assertThat(decode("netjson", test.payload()))
                .isInstanceOfSatisfying(Decoded.Report.class, report -> {
                    byte[] kept = report.kept();
                    assertThat(new String(kept == null ? new byte[0] : kept, StandardCharsets.UTF_8))
                            .contains("\"clients\":2").doesNotContain(DecoderCasesTest.PERSONAL)
                            .doesNotContain("490154203237518");
                    again("netjson", report);
                });
    }

    private static Decoded decode(String format, byte[] payload) {
        return Decoders.named(format).decode(Message.of("t", payload, NOW), new Route(format, LEVELS, Map.of()));
    }
}
