package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import id.siaga.ingest.telemetry.Message;

/** What quarantine keeps of a payload. */
class EvidenceTest {

    private static final String STATE = "{\"UptimeSec\":\"x\",\"Wifi\":{\"SSId\":\"RumahBuSiti\",\"RSSI\":86}}";
    private static final String NO_ROUTE = "";

    private static String kept(String format, String topic, byte[] payload) {
        return new String(Evidence.of(format, Message.of(topic, payload, Instant.EPOCH)), StandardCharsets.UTF_8);
    }

    private static String kept(String format, String payload) {
        return kept(format, "a/b", payload.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<PersonalSamples.Publication> astray() {
        return PersonalSamples.astray("a/b").stream();
    }

    static Stream<TestCase> documents() {
        return TestCase.all().stream().filter(test -> Decoders.personal(test.format()) && test.payload().length > 0
                && (test.payload()[0] == '{' || test.payload()[0] == '['));
    }

    @ParameterizedTest
    @MethodSource("astray")
    void nobodyIsFoundInWhatCameDownAnotherRoute(PersonalSamples.Publication sample) {
        for (String format : List.of(NO_ROUTE, "flat-json", "city-json", "influx", "sparkplug")) {
            assertThat(kept(format, sample.topic(), sample.payload())).as(format)
                    .doesNotContain(PersonalSamples.MARK, PersonalSamples.ADDRESS);
        }
    }

    static Stream<PersonalSamples.Publication> onTheirTopics() {
        return PersonalSamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("onTheirTopics")
    void nobodyIsFoundInWhatIsRefused(PersonalSamples.Publication sample) {
        Route route = Routes.standard().match(sample.topic()).orElseThrow();
        Message message = Message.of(sample.topic(), sample.payload(), Instant.EPOCH);

        if (Decoders.named(route.format()).decode(message, route) instanceof Decoded.Rejected rejected) {
            assertThat(rejected.detail() + kept(route.format(), sample.topic(), sample.payload()))
                    .doesNotContain(PersonalSamples.MARK, PersonalSamples.ADDRESS);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatAFormatOfPeopleReadsIsRecognizedDownAnotherRoute(TestCase test) {
        for (String format : List.of(NO_ROUTE, "flat-json", "city-json", "influx", "sparkplug")) {
            assertThat(kept(format, "a/b", test.payload())).as(format).doesNotContain(KeptTest.SECRETS)
                    .doesNotContain(DecoderCasesTest.PERSONAL);
        }
    }

    @Test
    void aRefusedStateIsKeptWithoutTheNetwork() {
        assertThat(kept("flat-json", STATE)).isEqualTo("{\"UptimeSec\":\"x\",\"Wifi\":{\"RSSI\":86}}");
        assertThat(kept("flat-json", STATE.substring(0, STATE.length() - 1))).isEmpty();
        assertThat(kept("flat-json", STATE.substring(0, 12))).isEqualTo(STATE.substring(0, 12));
    }

    @Test
    void whatIsOfNobodyIsKeptAsItCame() {
        for (String payload : List.of("{not json", "{ \"v\": 2, \"type\" : \"x\" }", "", "[1, 2]")) {
            assertThat(kept("city-json", payload)).isEqualTo(payload);
        }
    }

    @Test
    void whatNoRouteKnowsIsKeptWithoutWords() {
        assertThat(kept(NO_ROUTE,
                "{\"tma\":182,\"hujan\":\"2.5 mm\",\"petugas\":{\"catatan\":\"Siti\",\"wa\":\"081299887766\","
                        + "\"nama\":\"Siti\"},\"ok\":[true,null,\"ON\"]}"))
                .isEqualTo("{\"tma\":182,\"hujan\":\"2.5 mm\",\"petugas\":{\"catatan\":\"…\",\"wa\":\"…\"},"
                        + "\"ok\":[true,null,\"…\"]}");
        assertThat(kept(NO_ROUTE, "RumahBuSiti")).isEmpty();
        assertThat(kept(NO_ROUTE, "27.5")).isEqualTo("27.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"esp-1/sensor/connected_ssid/state", "esp-1/text_sensor/SSID/state", "rfid/pintu-1"})
    void aTopicThatSpeaksOfPeopleIsEnough(String topic) {
        assertThat(kept("flat-json", topic, "RumahBuSiti".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffd8ffe000104a46", "89504e470d0a1a0a", "0000001866747970", "0000001c66747970",
            "000000286674797068656963", "1a45dfa3"})
    void aPictureIsNotKept(String beginning) {
        assertThat(kept("city-json", "a/b", HexFormat.of().parseHex(beginning + "00".repeat(40)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_ROUTE, "city-json", "flat-json"})
    void norIsOneInsideADocument(String format) {
        String jpeg = Base64.getEncoder().encodeToString(HexFormat.of().parseHex("ffd8ffe0" + "00".repeat(60)));

        assertThat(kept(format, "{\"x\":1,\"hasil\":\"" + jpeg + "\",\"y\":[\"data:image/jpeg;base64," + jpeg + "\"]}"))
                .isEqualTo("{\"x\":1,\"y\":[]}");
    }

    @Test
    void citizensTelephonesAndNamesAreNotFoundWithoutARoute() {
        assertThat(kept(NO_ROUTE, "{\"x\":3275012345678901,\"081234567890\":1,\"Budi Santoso\":true,"
                + "\"deadbeef0001\":[6281234567890],\"ts\":1768872600,\"ms\":1768872600123,\"tma\":-12.5}"))
                .isEqualTo("{\"x\":\"…\",\"…1\":1,\"…2\":true,\"…3\":[\"…\"],\"ts\":1768872600,"
                        + "\"ms\":1768872600123,\"tma\":-12.5}");
        assertThat(kept(NO_ROUTE, "3275012345678901")).isEqualTo("\"…\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"city-json", "city-event", "chirpstack", "senml", "sensorthings", "flat-json"})
    void someonesWordsWhereADocumentShouldBeAreNotKept(String format) {
        assertThat(kept(format, "Budi Santoso, 3275012345678901")).isEmpty();
    }

    @Test
    void recordsThatSpeakOfPeopleAreNotKept() throws Exception {
        String pack = "[{\"n\":\"gate/card_number\",\"vs\":\"Siti\"},{\"n\":\"level\",\"v\":\"x\"}]";

        assertThat(kept("senml", pack)).isEqualTo("[{\"n\":\"level\",\"v\":\"x\"}]");
        byte[] cbor = new CBORMapper().writeValueAsBytes(new ObjectMapper().readTree(pack));
        assertThat(kept("senml", "a/b", cbor)).isEqualTo("[{\"n\":\"level\",\"v\":\"x\"}]");
        assertThat(kept("senml", "a/b", Arrays.copyOf(cbor, cbor.length - 1))).isEmpty();
    }

    @Test
    void aBrokenTextThatNamesAMarkIsNotKept() {
        assertThat(kept("city-json", "{\"_type\":\"location\",\"desc\":\"Rumah")).isEmpty();
        assertThat(kept("influx", "wifi,ssid=Rumah x")).isEmpty();
        byte[] wide = STATE.substring(0, 40).getBytes(StandardCharsets.UTF_16LE);
        assertThat(kept("city-json", "a/b", wide)).isEmpty();
    }
}
