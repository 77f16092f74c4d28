package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.DoubleNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Byte counters of a year are beyond what a count of micro-units can hold. */
class MicroTest {

    private static final double COUNTER = 123_456_789_012_345.0;

    @Test
    void whatScalingPutOnIsTakenOff() {
        assertThat(Micro.rounded(0.1 * 3)).isEqualTo(0.3);
        assertThat(Micro.rounded(-0.1 * 3)).isEqualTo(-0.3);
    }

    @Test
    void aCounterStaysWhatItIsOnEveryWay() {
        assertThat(Frame.reading("raw.bytes", COUNTER, 0).value()).isEqualTo(Value.of(COUNTER));
        assertThat(new Gathered().number("raw.bytes", OptionalDouble.of(COUNTER)).list()).first()
                .extracting(Reading::value).isEqualTo(Value.of(COUNTER));
        assertThat(FieldReading.of(Metric.named("raw.bytes"), "", DoubleNode.valueOf(-COUNTER))).get()
                .extracting(Reading::value).isEqualTo(Value.of(-COUNTER));
    }

    @Test
    void andThroughCollectd() {
        String list = "[{\"values\":[123456789012345],\"dsnames\":[\"value\"],\"time\":1768872600,\"host\":\"h\","
                + "\"plugin\":\"df\",\"plugin_instance\":\"root\",\"type\":\"df_complex\",\"type_instance\":\"free\"}]";
        Message message = Message.of("collectd/h/df/x", list.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-01-20T01:30:02Z"));

        Decoded.Report report = (Decoded.Report) Decoders.named("collectd").decode(message,
                new Route("collectd", Map.of(), Map.of()));

        assertThat(report.samples().get(0).readings()).extracting(Reading::value).containsExactly(Value.of(COUNTER));
    }
}
