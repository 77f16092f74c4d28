package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.TimeSource;
import id.siaga.ingest.telemetry.Value;

class CityDecodersTest {

    private static final Instant NOW = Instant.parse("2026-01-20T08:47:45Z");
    private static final String TS = "\"ts\":" + NOW.minusSeconds(2).toEpochMilli();

    private static Decoded decode(String leaf, byte[] payload) {
        Message message = Message.of("city/flood/TMA-BKS-01/" + leaf, payload, NOW);
        Route route = Routes.standard().match(message.topic()).orElseThrow();
        return Decoders.named(route.format()).decode(message, route);
    }

    private static Decoded telemetry(String json) {
        return decode("telemetry", json.getBytes(StandardCharsets.UTF_8));
    }

    private static Decoded.Report report(String json) {
        return (Decoded.Report) telemetry(json);
    }

    private static Reading only(String json) {
        return report(json).samples().get(0).readings().get(0);
    }

    private static Reject reason(Decoded decoded) {
        return ((Decoded.Rejected) decoded).reason();
    }

    @Test
    void membersMayComeInAnyOrder() {
        Decoded.Report report = report(
                """
                {"m":{"water.distance":125},"fw":"1.4.2","seq":4711,"u":{"water.distance":"cm"},"id":"01JC",%s,"v":1}
                """.formatted(TS));

        Sample sample = report.samples().get(0);
        assertThat(report.sequence()).isEqualTo(4711);
        assertThat(report.dedupKey()).isEqualTo("01JC");
        assertThat(sample.observedAt()).isEqualTo(NOW.minusSeconds(2));
        assertThat(sample.timeSource()).isEqualTo(TimeSource.DEVICE);
        assertThat(sample.usable(Metric.named("water.distance"))).contains(Value.of(1250.0));
    }

    @ParameterizedTest
    @CsvSource({"water.distance,cm,125,1250", "water.distance,m,1.25,1250", "water.distance,mm,1250,1250",
            "speed,km/h,36,10", "speed,kn,10,5.14444", "air.temperature,K,300.15,27", "air.pressure,kPa,100.9,1009",
            "air.pressure,Pa,100900,1009", "odometer.total,km,12,12000", "battery.voltage,mV,3348,3.348"})
    void unitsBecomeCanonical(String metric, String unit, double sent, double canonical) {
        Reading reading = only("{\"m\":{\"%s\":%s},\"u\":{\"%s\":\"%s\"}}".formatted(metric, sent, metric, unit));

        assertThat(((Value.Quantity) reading.value()).value()).isCloseTo(canonical,
                org.assertj.core.data.Offset.offset(1e-9));
        assertThat(reading.flags()).isZero();
    }

    @Test
    void anUnknownUnitIsKeptAndMarked() {
        Reading reading = only("{\"m\":{\"water.distance\":12},\"u\":{\"water.distance\":\"depa\"}}");

        assertThat(Flag.setOf(reading.flags())).contains(Flag.UNIT_ASSUMED);
    }

    @Test
    void aTiltedMountSpoilsOnlyWhatLooksAtTheWater() {
        Sample sample = report(
                "{\"m\":{\"water.distance\":1250,\"air.temperature\":28.7},\"q\":[\"TILTED\",\"SIMULATED\"]}")
                .samples().get(0);

        assertThat(Flag.setOf(sample.readings().get(0).flags())).containsExactly(Flag.TILTED);
        assertThat(sample.readings().get(1).flags()).isZero();
        assertThat(Flag.setOf(sample.flags())).containsExactly(Flag.SIMULATED);
    }

    @Test
    void aBatchIsRelativeToItsMessage() {
        Decoded.Report report = report("""
                                       {%s,"m":{"water.distance":1250},"s":[{"t":-1800,"m":{"water.distance":1262}},
                                        {"t":-1.5,"pos":[-6.2349,106.9896,null,5]}]}""".formatted(TS));

        assertThat(report.samples()).extracting(Sample::observedAt).containsExactly(NOW.minusSeconds(1802),
                NOW.minusMillis(3500), NOW.minusSeconds(2));
        assertThat(Flag.setOf(report.samples().get(0).flags())).containsExactly(Flag.LATE, Flag.HISTORICAL);
        assertThat(report.samples().get(1).position()).isNotNull()
                .satisfies(position -> assertThat(position.accuracy()).isEqualTo(5.0));
    }

    @Test
    void impossibleValuesAndClocksAreKeptAndMarked() {
        Sample sample = report("{\"ts\":0,\"m\":{\"water.distance\":65535,\"battery.level\":\"empty\"},\"pos\":[0,0]}")
                .samples().get(0);

        assertThat(sample.readings()).extracting(Reading::quality).containsOnly(Quality.BAD);
        assertThat(sample.timeSource()).isEqualTo(TimeSource.BROKER);
        assertThat(Flag.setOf(sample.flags())).containsExactly(Flag.CLOCK_BAD);
        assertThat(sample.position()).isNotNull()
                .satisfies(position -> assertThat(Flag.setOf(position.flags())).containsExactly(Flag.NO_FIX));
    }

    @Test
    void componentsKeepTheirName() {
        Reading reading = only("{\"c\":{\"eth0\":{\"net.if.rx_bytes\":3852386380}}}");

        assertThat(reading.component()).isEqualTo("eth0");
        assertThat(reading.value()).isEqualTo(Value.of(3852386380.0));
    }

    @Test
    void retainedAndSimulatedAreSaid() {
        Message message = new Message("city/flood/TMA-BKS-01/telemetry",
                "{\"m\":{\"water.distance\":1250}}".getBytes(StandardCharsets.UTF_8), NOW, true, null,
                Map.of("sim", "true"));
        Decoded.Report report = (Decoded.Report) new CityJsonDecoder().decode(message,
                Routes.standard().match(message.topic()).orElseThrow());

        assertThat(Flag.setOf(report.samples().get(0).flags())).containsExactly(Flag.RETAINED, Flag.SIMULATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"m\":{}", "{\"m\":{\"speed\":NaN}}", "{\"m\":{\"speed\":Infinity}}",
            "{\"m\":{\"speed\":1},\"m\":{\"speed\":2}}", "{\"m\":{\"speed\":1,\"speed\":2}}",
            "{\"m\":{\"speed\":1e400}}",
            "{\"m\":{\"speed\":1}} x", "{\"id\":\"\\ud800\",\"m\":{}}", "{\"id\":\"\\udc00x\",\"m\":{}}",
            "{\"id\":\"a\\u0000\",\"m\":{}}", "{'m':{}}", "{\"m\":{}} // comment"})
    void whatIsNotStrictJsonIsMalformed(String json) {
        assertThat(reason(telemetry(json))).isEqualTo(Reject.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "1", "\"m\"", "null", "{}", "{\"ts\":1.5,\"m\":{}}",
            "{\"ts\":\"1\",\"m\":{}}",
            "{\"ts\":null,\"m\":{}}", "{\"ts\":99999999999999999999,\"m\":{}}", "{\"m\":1}", "{\"m\":{\"speed\":[1]}}",
            "{\"m\":{\"speed\":{\"v\":1}}}", "{\"pos\":[1]}", "{\"pos\":[null,1]}", "{\"s\":[{\"m\":{}}]}",
            "{\"s\":{}}",
            "{\"m\":{\"\":1}}", "{\"m\":{},\"q\":\"TILTED\"}", "{\"m\":{},\"u\":[]}"})
    void whatIsNotTelemetryIsTheWrongShape(String json) {
        assertThat(reason(telemetry(json))).isEqualTo(Reject.SHAPE);
    }

    @Test
    void limitsAreKept() {
        String deep = "{\"m\":{},\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";
        String samples = "{\"s\":[" + "{\"t\":-1,\"m\":{\"speed\":1}},".repeat(500) + "{\"t\":-1}]}";

        assertThat(reason(telemetry(deep))).isEqualTo(Reject.MALFORMED);
        assertThat(reason(telemetry(samples))).isEqualTo(Reject.TOO_MANY_SAMPLES);
        assertThat(reason(decode("telemetry", new byte[City.LIMIT + 1]))).isEqualTo(Reject.TOO_LARGE);
        assertThat(reason(telemetry("{\"v\":2,\"m\":{}}"))).isEqualTo(Reject.VERSION);
        assertThat(reason(telemetry("{\"device\":\"TMA-BKS-02\",\"m\":{}}"))).isEqualTo(Reject.ID_MISMATCH);
        assertThat(reason(decode("telemetry", new byte[]{'"', (byte) 0xC3, '"'}))).isEqualTo(Reject.INVALID_UTF8);
    }

    @Test
    void whatIsJustInsideTheLimitsIsRead() {
        String deep = "{\"m\":{\"speed\":1},\"x\":" + "[".repeat(31) + "]".repeat(31) + "}";
        String samples = "{\"s\":[" + "{\"t\":-1,\"m\":{\"speed\":1}},".repeat(499)
                + "{\"t\":-1,\"m\":{\"speed\":1}}],\"m\":{\"speed\":1}}";

        assertThat(telemetry(deep)).isInstanceOf(Decoded.Report.class);
        assertThat(report(samples).samples()).hasSize(501);
        assertThat(only("{\"m\":{\"vehicle.alarm\":\"\\ud83d\\ude00\"}}").value()).isEqualTo(Value.of("\ud83d\ude00"));
        assertThat(only("{\"m\":{\"vehicle.alarm\":\"a\\\\ud800\"}}").value()).isEqualTo(Value.of("a\\ud800"));
    }

    @Test
    void aMarkInFrontAndNulsBehindAreForgiven() {
        byte[] payload = "\uFEFF{\"m\":{\"water.distance\":1250}}\r\n\0\0".getBytes(StandardCharsets.UTF_8);

        assertThat(decode("telemetry", payload)).isInstanceOf(Decoded.Report.class);
    }

    @Test
    void aStatusIsPresence() {
        Decoded.Report online = (Decoded.Report) decode("status",
                "{\"v\":1,\"state\":\"online\",\"interval\":300}".getBytes(StandardCharsets.UTF_8));
        Decoded.Report will = (Decoded.Report) decode("status",
                "{\"v\":1,\"state\":\"offline\",\"cause\":\"will\"}".getBytes(StandardCharsets.UTF_8));
        Decoded.Report deleted = (Decoded.Report) decode("status", new byte[0]);

        assertThat(online.presence()).isEqualTo(
                new Presence(Presence.State.ONLINE, Presence.Cause.EXPLICIT, Duration.ofMinutes(5)));
        assertThat(will.presence()).isEqualTo(new Presence(Presence.State.OFFLINE, Presence.Cause.WILL, null));
        assertThat(deleted.presence()).isEqualTo(new Presence(Presence.State.UNKNOWN, Presence.Cause.EXPLICIT, null));
        assertThat(reason(decode("status", "{\"v\":1,\"state\":\"asleep\"}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Reject.SHAPE);
    }

    @Test
    void anEventHasTypeTimeAndAttributes() {
        Decoded.Report report = (Decoded.Report) decode("event",
                """
                {"v":1,"id":"01JE",%s,"type":"door.forced","severity":"major","attrs":{"by":"magnet","n":2}}
                """.formatted(TS).getBytes(StandardCharsets.UTF_8));

        assertThat(report.dedupKey()).isEqualTo("01JE");
        assertThat(report.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("door.forced");
            assertThat(event.observedAt()).isEqualTo(NOW.minusSeconds(2));
            assertThat(event.attributes()).containsOnly(Map.entry("by", "magnet"), Map.entry("n", "2"),
                    Map.entry("severity", "major"));
        });
        assertThat(reason(decode("event", "{\"v\":1}".getBytes(StandardCharsets.UTF_8)))).isEqualTo(Reject.SHAPE);
    }
}
