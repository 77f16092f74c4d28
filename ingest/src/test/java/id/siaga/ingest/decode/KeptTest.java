package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;

/** What is stored in place of payloads that say more than may be kept. */
class KeptTest {

    /** Sparkplug remembers births, so that one message alone does not mean the same again. */
    private static final Set<String> REMEMBERING = Set.of("sparkplug");
    private static final Set<String> TOMORROW = Set.of("traccar", "teltonika", "frigate", "onvif", "axis", "owntracks",
            "netjson", "city-status", "sensorthings", "senml");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Elsewhere a number like others. */
    private static final String CARD = "4711";
    static final List<String> SECRETS = List.of("Siti Aminah", "0a:1b:2c", "0x0a1b2c", "081299887766",
            "893116211", "53977651", CARD, "B 1234 XYZ", "Ahmad Yani", "aW1hZ2U");

    static Stream<TestCase> reports() {
        return TestCase.all().stream().filter(test -> !REMEMBERING.contains(test.format()))
                .filter(test -> decode(test, test.payload()) instanceof Decoded.Report);
    }

    private static Decoded decode(TestCase test, byte[] payload) {
        return Decoders.named(test.format()).decode(test.message().keeping(payload), test.route());
    }

    private static byte[] kept(TestCase test, Decoded.Report report) {
        return report.kept() == null ? test.payload() : report.kept();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void nothingPersonalIsStored(TestCase test) {
        byte[] kept = kept(test, (Decoded.Report) decode(test, test.payload()));

        assertThat(new String(kept, StandardCharsets.UTF_8)).doesNotContain(SECRETS.stream()
                .filter(secret -> (Decoders.personal(test.format()) && !test.format().equals("antares"))
                        || !secret.equals(CARD))
                .toList());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatIsStoredMeansTheSame(TestCase test) {
        Decoded.Report report = (Decoded.Report) decode(test, test.payload());
        Decoded.Report again = (Decoded.Report) decode(test, kept(test, report));

        assertThat(again).usingRecursiveComparison().ignoringFields("kept", "dedupKey").isEqualTo(report);
        assertThat(again.dedupKey() == null).isEqualTo(report.dedupKey() == null);
        if (again.kept() != null) {
            assertThat(again.kept()).as("nothing more to leave out").asString(StandardCharsets.UTF_8)
                    .isEqualTo(new String(kept(test, report), StandardCharsets.UTF_8));
        }
    }

    /** What an agent or an app adds is not stored before somebody has looked at it, and changes nothing. */
    @ParameterizedTest
    @MethodSource("documents")
    void aMemberOfTomorrowIsOut(TestCase test) throws Exception {
        Decoded.Report report = (Decoded.Report) decode(test, test.payload());
        JsonNode tomorrow = withMore(JSON.readTree(test.payload()));

        Decoded.Report again = (Decoded.Report) decode(test, Json.bytes(tomorrow));

        assertThat(new String(kept(test, again), StandardCharsets.UTF_8)).doesNotContain("besok", "Siti");
        assertThat(again.samples()).isEqualTo(report.samples());
        assertThat(again.events()).isEqualTo(report.events());
    }

    static Stream<TestCase> documents() {
        return TestCase.all().stream().filter(test -> TOMORROW.contains(test.format()))
                .filter(test -> test.payload().length > 0 && (test.payload()[0] == '{' || test.payload()[0] == '['))
                .filter(test -> decode(test, test.payload()) instanceof Decoded.Report);
    }

    private static JsonNode withMore(JsonNode node) {
        JsonNode more = node.deepCopy();
        add(more);
        return more;
    }

    private static void add(JsonNode node) {
        node.forEach(KeptTest::add);
        if (node instanceof ObjectNode object) {
            object.put("besok", "Siti").putObject("besok_lagi").put("besok", 1);
        }
    }

    /** A broker replays it at every subscription: it says what is so, not that the camera's clock is right. */
    @Test
    void aRetainedPropertyIsAStateAndNoClock() {
        TestCase fan = TestCase.all().stream().filter(test -> test.name().equals("onvif/fan-failure")).findFirst()
                .orElseThrow();
        Message message = new Message(fan.topic(), fan.payload(), fan.expectation().receivedAt(), true, null, Map.of());

        Decoded.Report report = (Decoded.Report) Decoders.named("onvif").decode(message, fan.route());

        assertThat(report.samples()).singleElement()
                .satisfies(sample -> assertThat(sample.flags()).isEqualTo(Flag.RETAINED.bit()));
    }

    @Test
    void camerasThatAreDevicesKeepTheirOwnPart() {
        TestCase stats = TestCase.all().stream().filter(test -> test.name().equals("frigate/stats")).findFirst()
                .orElseThrow();
        Route route = new Route("frigate", Map.of(), Map.of("device", "nvr-1", "cameras", "devices"));
        Decoder frigate = Decoders.named("frigate");

        Decoded.Several several = (Decoded.Several) frigate.decode(stats.message(), route);

        assertThat(several.reports()).extracting(Decoded.Report::deviceId).containsExactly("nvr-1", "nvr-1/gerbang",
                "nvr-1/lobi");
        for (Decoded.Report report : several.reports()) {
            Decoded again = frigate.decode(stats.message().keeping(kept(stats, report)), route);
            assertThat(again).usingRecursiveComparison().ignoringFields("kept").isEqualTo(report);
        }
    }
}
