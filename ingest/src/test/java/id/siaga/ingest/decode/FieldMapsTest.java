package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Metric;

class FieldMapsTest {

    private static final Instant NOW = Instant.parse("2026-01-20T01:30:02Z");

    private static Decoded decode(String map, String payload, String... more) {
        Map<String, String> options = new TreeMap<>(Map.of("map", map));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        Message message = Message.of("t", payload.getBytes(StandardCharsets.UTF_8), NOW);
        return new FlatJsonDecoder().decode(message, new Route("flat-json", Map.of("device", "d"), options));
    }

    private static String kept(Decoded decoded) {
        byte[] kept = ((Decoded.Report) decoded).kept();
        return kept == null ? "as it came" : new String(kept, StandardCharsets.UTF_8);
    }

    @Test
    void everyLineOfEveryMapNamesAMetricAndAUnitThatLeadsThere() throws Exception {
        JsonNode maps = new YAMLMapper().readTree(FieldMaps.class.getResourceAsStream("maps.yaml")).get("maps");
        assertThat(maps.size()).isGreaterThan(10);
        for (Map.Entry<String, JsonNode> map : maps.properties()) {
            for (JsonNode field : map.getValue().path("fields")) {
                Metric metric = Metric.named(field.get("metric").asText());
                String line = map.getKey() + " " + field;
                assertThat(metric.catalogued() || metric.name().startsWith("raw.")).as(line).isTrue();
                if (field.has("unit")) {
                    assertThat(Units.convert(1, field.get("unit").asText(), metric.unit())).as(line).isPresent();
                }
            }
        }
    }

    @Test
    void noMapReadsWhatSpeaksOfPeople() throws Exception {
        JsonNode maps = new YAMLMapper().readTree(FieldMaps.class.getResourceAsStream("maps.yaml")).get("maps");

        assertThat(maps.findValuesAsText("at")).isNotEmpty().flatMap(Leaves::names).noneMatch(Privacy::concerns);
    }

    @Test
    void whatSpeaksOfPeopleIsNotKeptAsEvidenceEither() {
        Decoded state = decode("tasmota-state",
                """
                {"Time":"2026-01-20T08:30:00+07:00","UptimeSec":13,
                 "Wifi":{"SSId":"RumahBuSiti","BSSId":"0a:1b:2c:3d:4e:5f","RSSI":86}}""");

        assertThat(kept(state)).contains("UptimeSec", "RSSI").doesNotContain(DecoderCasesTest.PERSONAL);
        assertThat(kept(decode("dragino-nb", "{\"IMEI\":\"d\",\"IMSI\":\"510100\",\"battery\":3.5}")))
                .isEqualTo("{\"IMEI\":\"d\",\"battery\":3.5}");
        assertThat(kept(decode("local", "{\"TMA\":123}"))).isEqualTo("as it came");
        assertThat(kept(decode("local", "{\"TMA\":1,\"petugas\":{\"No_HP\":\"0812\",\"jaga\":1}}")))
                .isEqualTo("{\"TMA\":1,\"petugas\":{\"jaga\":1}}");
        assertThat(kept(decode("local", "[{\"TMA\":1},{\"TMA\":2,\"email\":\"a@b\"}]")))
                .isEqualTo("[{\"TMA\":1},{\"TMA\":2}]");
    }

    @Test
    void whatIsKeptMeansTheSame() {
        Decoded.Report first = (Decoded.Report) decode("tasmota-state",
                "{\"Epoch\":1768872600,\"UptimeSec\":13,\"Wifi\":{\"SSId\":\"x\",\"Signal\":-57}}");

        Decoded.Report again = (Decoded.Report) decode("tasmota-state", kept(first));

        assertThat(again.samples()).isEqualTo(first.samples());
    }

    @Test
    void aRetainedValueIsASnapshotNeverAFreshSample() {
        Message message = new Message("t", "1.82".getBytes(StandardCharsets.UTF_8), NOW, true, null, Map.of());
        Route route = new Route("flat-json", Map.of("device", "Pos 7", "field", "water_distance"),
                Map.of("map", "esphome"));

        Decoded.Report report = (Decoded.Report) new FlatJsonDecoder().decode(message, route);

        assertThat(report.deviceId()).isEqualTo("Pos 7");
        assertThat(Flag.RETAINED.in(report.samples().get(0).flags())).isTrue();
    }

    @Test
    void anIdThatIsNoIdIsRefused() {
        for (String id : new String[]{"", " a", "a+", "#", "a\u0000", "x".repeat(130)}) {
            Route route = new Route("flat-json", Map.of("device", id), Map.of("map", "local"));
            Message message = Message.of("t", "{\"TMA\":1}".getBytes(StandardCharsets.UTF_8), NOW);
            assertThat(new FlatJsonDecoder().decode(message, route).toString()).contains("SHAPE", "device: ");
        }
    }

    @Test
    void aFaultNamesTheFieldAndTheReason() {
        assertThat(decode("locl", "{\"TMA\":1}").toString()).contains("option map: 'locl' is none of", "local");
        assertThat(decode("local", "{\"x\":1}").toString()).contains("no member of the payload");
        assertThat(decode("local", "{\"TMA\":1}", "zone", "WIBB").toString()).contains("option zone: 'WIBB'");
        assertThat(decode("local", "{\"TMA\":1,\"dev_id\":\"e\"}").toString()).contains("ID_MISMATCH");
    }

    @Test
    void aRoutesOwnFieldsComeFirstAndNeedNoMap() {
        Message message = Message.of("t", "{\"a\":{\"b\":\"12.5 cm\"}}".getBytes(StandardCharsets.UTF_8), NOW);
        Route route = new Route("flat-json", Map.of("device", "d"), Map.of("field./a/b", "water.stage m"));

        Decoded.Report report = (Decoded.Report) new FlatJsonDecoder().decode(message, route);

        assertThat(report.samples().get(0).usable(Metric.named("water.stage")).orElseThrow().toString())
                .contains("125.0");
        assertThat(((Decoded.Report) decode("local", "{\"TMA\":1}", "field.TMA", "water.stage m")).samples().get(0)
                .readings()).extracting(reading -> reading.value().toString())
                .isEqualTo(List.of("Quantity[value=1000.0]"));
    }
}
