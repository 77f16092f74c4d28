package id.siaga.ingest.rule;

import static id.siaga.ingest.rule.Timeline.device;
import static id.siaga.ingest.rule.Timeline.reading;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

class ConditionRuleTest {

    private final Timeline panic = new Timeline("GPS-PANIC", device(Kind.GPS));
    private final Timeline camera = new Timeline("CAM-DOWN", device(Kind.CCTV));
    private final Timeline frozen = new Timeline("CAM-FROZEN", device(Kind.CCTV));
    private final Timeline wifi = new Timeline("AP-LOSS", device(Kind.WIFI));

    @Test
    void panicOpensOnItsEdgeOnceAndClearsWhenItIsGone() {
        panic.says(0, "vehicle.alarm", Value.of("none")).says(1, "vehicle.alarm", Value.of("panic"))
                .says(2, "vehicle.alarm", Value.of("panic")).says(61, "vehicle.alarm", Value.of("none"));
        assertThat(panic.told()).containsExactly("0 OPENED GPS-PANIC", "1 CLEARED GPS-PANIC");
        Decision opened = panic.decisions().get(0);
        assertThat(opened.cause()).isEqualTo("panic/dev-1");
        assertThat(opened.category()).contains("TKP");
        assertThat(opened.priority()).contains("P1");
        assertThat(opened.severity()).isEqualTo(Decision.Severity.EMERG);
    }

    @Test
    void aControllersDoorsAreJudgedEachByItself() {
        Timeline doors = new Timeline("DOOR-FORCED", device(Kind.DOOR));
        doors.sample(0, 0, door("barat", "none")).sample(1, 0, door("timur", "none"), door("barat", "forced"))
                .sample(2, 0, door("timur", "none"));
        assertThat(doors.told()).containsExactly("0 OPENED DOOR-FORCED");
        assertThat(doors.decisions().get(0).level()).isEqualTo("ON/barat");
        doors.restored("ON/barat", 0.1).sample(10, 0, door("timur", "none"));
        assertThat(doors.told()).hasSize(1);
        assertThat(doors.sample(11, 0, door("barat", "none")).told()).hasSize(2).last().asString().contains("CLEARED");
    }

    private static Reading door(String part, String alarm) {
        return Reading.of(Metric.named("door.alarm"), part, Value.of(alarm), 0);
    }

    @Test
    void aPartSaysNothingWhereTheDeviceAsAWholeIsAsked() {
        camera.sample(0, 0, Reading.of(Metric.named("cctv.reachable"), "2", Value.NO, 0));
        assertThat(camera.state()).isEqualTo(RuleState.initial());
    }

    @Test
    void panicIsHeardWhateverItsQuality() {
        int worst = Flag.bits(Flag.NO_FIX, Flag.CLOCK_BAD, Flag.OUT_OF_RANGE);
        panic.sample(0, worst, reading("vehicle.alarm", Value.of("panic"), worst));
        assertThat(panic.told()).containsExactly("0 OPENED GPS-PANIC");
    }

    @Test
    void aReplayedPanicIsNotANewOne() {
        panic.sample(0, Flag.RETAINED.bit(), reading("vehicle.alarm", Value.of("panic"), 0));
        assertThat(panic.told()).isEmpty();
    }

    @Test
    void anotherAlarmIsNoPanic() {
        assertThat(panic.says(0, "vehicle.alarm", Value.of("harsh_braking")).told()).isEmpty();
    }

    @Test
    void aSampleWithoutTheMetricSaysNothing() {
        RuleState before = panic.says(0, "vehicle.alarm", Value.of("panic")).state();
        assertThat(panic.says(1, "speed", Value.of(3.0)).state()).isSameAs(before);
        assertThat(panic.told()).hasSize(1);
    }

    @Test
    void aValueOfTheWrongShapeSaysNothing() {
        assertThat(wifi.says(0, "ping.loss", Value.of("all")).state()).isEqualTo(RuleState.initial());
    }

    @Test
    void aCameraIsDownAfterThreeProbesAndAMinute() {
        camera.says(0, "cctv.stream_up", Value.NO).says(20, "cctv.stream_up", Value.NO)
                .says(40, "cctv.stream_up", Value.NO);
        assertThat(camera.told()).as("three probes, no minute").isEmpty();
        camera.says(60, "cctv.stream_up", Value.NO).says(90, "cctv.stream_up", Value.YES);
        assertThat(camera.told()).containsExactly("1 OPENED CAM-DOWN", "1 CLEARED CAM-DOWN");
        assertThat(camera.decisions().get(0).evidence()).hasSize(4);
        assertThat(camera.decisions().get(0).opens()).isEqualTo(Decision.Opens.TICKET);
    }

    @Test
    void aMinuteWithTwoProbesIsNotEnough() {
        assertThat(camera.says(0, "cctv.stream_up", Value.NO).says(60, "cctv.stream_up", Value.NO).told()).isEmpty();
    }

    @Test
    void aCameraThatCannotBeReachedIsDownThoughItsStreamIsNotMentioned() {
        camera.says(0, "cctv.reachable", Value.NO).says(30, "cctv.reachable", Value.NO)
                .says(60, "cctv.reachable", Value.NO);
        assertThat(camera.told()).containsExactly("1 OPENED CAM-DOWN");
    }

    @Test
    void oneGoodProbeStartsTheMinuteAnew() {
        camera.says(0, "cctv.stream_up", Value.NO).says(30, "cctv.stream_up", Value.YES)
                .says(60, "cctv.stream_up", Value.NO).says(80, "cctv.stream_up", Value.NO)
                .says(100, "cctv.stream_up", Value.NO);
        assertThat(camera.told()).isEmpty();
    }

    @Test
    void aPictureFrozenForHalfAMinuteOpensATicket() {
        frozen.says(0, "cctv.frozen", Value.YES).says(29, "cctv.frozen", Value.YES);
        assertThat(frozen.told()).isEmpty();
        assertThat(frozen.says(30, "cctv.frozen", Value.YES).told()).containsExactly("0 OPENED CAM-FROZEN");
    }

    @Test
    void anAccessPointIsDownByLossOrByProbe() {
        wifi.says(0, "ping.loss", Value.of(100.0)).says(30, "probe.reachable", Value.NO)
                .says(60, "ping.loss", Value.of(100.0)).says(90, "ping.loss", Value.of(99.9));
        assertThat(wifi.told()).containsExactly("1 OPENED AP-DOWN", "1 CLEARED AP-DOWN");
    }

    @Test
    void aBadReadingDoesNotSpeakForACamera() {
        for (int second = 0; second <= 300; second += 20) {
            camera.sample(second, Flag.SENTINEL.bit(), reading("cctv.stream_up", Value.NO, 0));
        }
        assertThat(camera.told()).isEmpty();
    }

    @Test
    void theEvidenceIsBoundedAndTheHoldIsNot() {
        for (int tenth = 0; tenth <= 600; tenth++) {
            camera.says(tenth / 10.0, "cctv.stream_up", Value.NO);
        }
        assertThat(camera.told()).containsExactly("1 OPENED CAM-DOWN");
        assertThat(camera.decisions().get(0).evidence()).hasSize(100).contains(Timeline.START);
    }

    @Test
    void anAlertFoundOpenIsNotOpenedAgain() {
        camera.restored("ON", 0);
        for (int second = 1; second < 200; second += 20) {
            camera.says(second, "cctv.stream_up", Value.NO);
        }
        assertThat(camera.told()).isEmpty();
    }
}
