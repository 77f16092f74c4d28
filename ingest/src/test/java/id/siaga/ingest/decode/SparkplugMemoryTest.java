package id.siaga.ingest.decode;

import static id.siaga.ingest.decode.SparkplugBytes.DOUBLE;
import static id.siaga.ingest.decode.SparkplugBytes.INT32;
import static id.siaga.ingest.decode.SparkplugBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** What the Sparkplug decoder remembers of births, and what it does when it does not. */
class SparkplugMemoryTest {

    private static final long NOW = Instant.parse("2026-01-20T01:30:00Z").toEpochMilli();
    private static final Route ROUTE = new Route("sparkplug", Map.of(), Map.of());

    private final List<String> asked = new ArrayList<>();
    private SparkplugDecoder decoder = decoder(SparkplugLimits.defaults());

    private SparkplugDecoder decoder(SparkplugLimits limits) {
        return new SparkplugDecoder(limits, (group, node) -> asked.add(group + "/" + node));
    }

    private Decoded say(String topic, SparkplugBytes payload) {
        return decoder.decode(Message.of("spBv1.0/BBWS/" + topic, payload.bytes(), Instant.ofEpochMilli(NOW + 2000)),
                ROUTE);
    }

    private void births() {
        say("NBIRTH/RTU", payload(NOW, 0).bdSeq(7).announced("level", 1, INT32, -5));
        say("DBIRTH/RTU/P1", payload(NOW, 1).announced("flow", 2, DOUBLE, 1.5));
        assertThat(asked).isEmpty();
    }

    private static Sample sample(Decoded decoded) {
        return ((Decoded.Report) decoded).samples().getLast();
    }

    private static boolean gap(Decoded decoded) {
        return Flag.SEQ_GAP.in(sample(decoded).flags());
    }

    private static void assertUnknown(Decoded decoded) {
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class,
                rejected -> assertThat(rejected.reason()).isEqualTo(Reject.UNKNOWN_ALIAS));
    }

    @Test
    void aNumberMeansWhatTheBirthSaid() {
        births();

        Sample level = sample(say("NDATA/RTU", payload(NOW, 2).aliased(1, INT32, -6)));
        Sample flow = sample(say("DDATA/RTU/P1", payload(NOW, 3).aliased(2, DOUBLE, 2.5)));

        assertThat(level.readings()).singleElement().satisfies(reading -> {
            assertThat(reading.metric().name()).isEqualTo("level");
            assertThat(reading.value()).isEqualTo(Value.of(-6.0));
        });
        assertThat(flow.readings()).singleElement()
                .satisfies(reading -> assertThat(reading.metric().name()).isEqualTo("flow"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aNumberNobodyAnnouncedIsRefusedAndTheNodeAskedForItsBirth() {
        births();

        assertUnknown(say("NDATA/RTU", payload(NOW, 2).aliased(99, INT32, 1)));
        assertThat(asked).containsExactly("BBWS/RTU");
    }

    @Test
    void aDeviceMayNotUseTheNumberOfAnother() {
        births();

        assertUnknown(say("DDATA/RTU/P1", payload(NOW, 2).aliased(1, INT32, 1)));
    }

    @ParameterizedTest
    @CsvSource({"5,false", "4,false", "6,true", "3,true", "255,true"})
    void aMissingMessageShows(int seq, boolean missing) {
        say("NBIRTH/RTU", payload(NOW, 4).bdSeq(7).announced("level", 1, INT32, 0));

        assertThat(gap(say("NDATA/RTU", payload(NOW, seq).aliased(1, INT32, 1)))).isEqualTo(missing);
        assertThat(asked).hasSize(missing ? 1 : 0);
    }

    @Test
    void after255Comes0() {
        say("NBIRTH/RTU", payload(NOW, 255).bdSeq(7).announced("level", 1, INT32, 0));

        assertThat(gap(say("NDATA/RTU", payload(NOW, 0).aliased(1, INT32, 1)))).isFalse();
    }

    @Test
    void afterARestartOfOursNamesAreUnderstoodAndNumbersAskedFor() {
        births();
        decoder = decoder(SparkplugLimits.defaults());

        assertThat(gap(say("NDATA/RTU", payload(NOW, 2).named("level", 1)))).isFalse();
        assertUnknown(say("NDATA/RTU", payload(NOW, 3).aliased(1, INT32, 1)));
        assertThat(Set.copyOf(asked)).containsExactly("BBWS/RTU");

        asked.clear();
        births();
        assertThat(say("NDATA/RTU", payload(NOW, 2).aliased(1, INT32, 1))).isInstanceOf(Decoded.Report.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aDeathTakesTheDevicesAlongAndTheirNumbers() {
        births();

        Decoded death = say("NDEATH/RTU", SparkplugBytes.death(7));

        assertThat(death).isInstanceOfSatisfying(Decoded.Several.class, several -> {
            assertThat(several.reports()).extracting(Decoded.Report::deviceId).containsExactly("BBWS/RTU",
                    "BBWS/RTU/P1");
            assertThat(several.reports()).extracting(Decoded.Report::presence)
                    .containsOnly(new Presence(Presence.State.OFFLINE, Presence.Cause.DEATH, null));
        });
        assertUnknown(say("NDATA/RTU", payload(NOW, 2).aliased(1, INT32, 1)));
    }

    @Test
    void theDeathOfAnOlderConnectionIsNoNews() {
        births();

        assertThat(say("NDEATH/RTU", SparkplugBytes.death(6))).isInstanceOf(Decoded.Ignored.class);
        assertThat(say("NDATA/RTU", payload(NOW, 2).aliased(1, INT32, 1))).isInstanceOf(Decoded.Report.class);
    }

    @Test
    void aDeadDeviceMustBeBornAgain() {
        births();
        say("DDEATH/RTU/P1", payload(NOW, 2));

        assertUnknown(say("DDATA/RTU/P1", payload(NOW, 3).aliased(2, DOUBLE, 1)));
        assertThat(asked).contains("BBWS/RTU");
        assertThat(gap(say("NDATA/RTU", payload(NOW, 4).aliased(1, INT32, 1)))).isFalse();
    }

    @Test
    void aBirthVoidsTheOneBefore() {
        births();
        say("NBIRTH/RTU", payload(NOW, 0).bdSeq(8).announced("depth", 3, INT32, 0));

        assertUnknown(say("NDATA/RTU", payload(NOW, 1).aliased(1, INT32, 1)));
        assertUnknown(say("DDATA/RTU/P1", payload(NOW, 2).aliased(2, DOUBLE, 1)));
    }

    /** Told before under its own time: as a reading of that time the birth would contradict what is stored. */
    @Test
    void aBirthRepeatsOlderValuesAsASnapshotOfNow() {
        Sample sample = sample(say("NBIRTH/RTU", payload(NOW, 0).bdSeq(7).since(NOW - 3_600_000, "level", 1, -5)));

        assertThat(sample.observedAt()).isEqualTo(Instant.ofEpochMilli(NOW));
        assertThat(sample.readings()).singleElement()
                .satisfies(reading -> assertThat(reading.flags()).isEqualTo(Flag.RETAINED.bit()));
    }

    @Test
    void aNameTheBirthDidNotAnnounceIsTakenAndTheNodeAskedForAnother() {
        births();

        assertThat(say("NDATA/RTU", payload(NOW, 2).named("brand new", 1))).isInstanceOf(Decoded.Report.class);
        assertThat(asked).containsExactly("BBWS/RTU");
    }

    @Test
    void whoeverWasSilentTheLongestIsForgottenWhenMemoryIsFull() {
        decoder = decoder(new SparkplugLimits(2, 1, 1000));
        for (String node : List.of("A", "B", "C")) {
            say("NBIRTH/" + node, payload(NOW, 0).bdSeq(1).announced("level", 1, INT32, 0));
        }

        assertUnknown(say("NDATA/A", payload(NOW, 1).aliased(1, INT32, 1)));
        assertThat(say("NDATA/B", payload(NOW, 1).aliased(1, INT32, 1))).isInstanceOf(Decoded.Report.class);
        say("DBIRTH/B/P1", payload(NOW, 2).announced("flow", 2, DOUBLE, 1));
        assertThat(say("DBIRTH/B/P2", payload(NOW, 3).announced("flow", 3, DOUBLE, 1)))
                .isInstanceOf(Decoded.Rejected.class);
    }

    @Test
    void tooManyMetricsOfAllNodesForgetTheOldest() {
        decoder = decoder(new SparkplugLimits(10, 10, 2));
        say("NBIRTH/A", payload(NOW, 0).announced("a", 1, INT32, 0).announced("b", 2, INT32, 0));
        say("NBIRTH/B", payload(NOW, 0).announced("a", 1, INT32, 0));

        assertUnknown(say("NDATA/A", payload(NOW, 1).aliased(1, INT32, 1)));
        assertThat(say("NDATA/B", payload(NOW, 1).aliased(1, INT32, 1))).isInstanceOf(Decoded.Report.class);
    }

    @Property(tries = 2000)
    void anyBytesOnAnyTopicAreAnAnswer(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 7) int type) {
        SparkplugTopic.Type word = SparkplugTopic.Type.values()[type];
        String topic = "spBv1.0/G/" + word + "/N" + (word.ofDevice() ? "/D" : "");

        assertThat(decoder.decode(Message.of(topic, bytes, Instant.ofEpochMilli(NOW)), ROUTE)).isNotNull();
    }

    @Property(tries = 1000)
    void aBrokenBirthIsAnAnswer(@ForAll @IntRange(max = 200) int at, @ForAll byte value) {
        byte[] birth = payload(NOW, 0).bdSeq(7).announced("level", 1, INT32, -5).announced("flow", 2, DOUBLE, 1)
                .bytes();
        birth[at % birth.length] = value;

        assertThat(decoder.decode(Message.of("spBv1.0/G/NBIRTH/N", birth, Instant.ofEpochMilli(NOW)), ROUTE))
                .isNotNull();
    }
}
