package id.siaga.ingest.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Presence.Cause;
import id.siaga.ingest.telemetry.Presence.State;

/** Whose silence it is. Intervals of 60 s, timeouts of 180 s; times in seconds after T0. */
class JudgementTest {

    private static final Instant T0 = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void aSilentDeviceIsGoneSinceItsFirstMissedReport() {
        assertThat(judge(180, online("a", 0))).isEqualTo(new Verdict.AsBefore());
        assertThat(judge(181, online("a", 0))).isEqualTo(new Verdict.Silent(at(60)));
    }

    @Test
    void whatWeMissedOurselvesSilencesNobody() {
        Standing device = online("a", 0);
        assertThat(new Judgement(Map.of("a", device), at(100), at(280)).of(device)).isEqualTo(new Verdict.AsBefore());
        assertThat(new Judgement(Map.of("a", device), at(100), at(281)).of(device))
                .isEqualTo(new Verdict.Silent(at(160)));
    }

    @Test
    void aSleeperIsJudgedByItsTimeoutAndAFarewellByNothing() {
        assertThat(judge(181, device("a", State.SLEEPING, "", 0, 0))).isEqualTo(new Verdict.Silent(at(60)));
        assertThat(judge(999, device("a", State.OFFLINE, "", 0, 0))).isEqualTo(new Verdict.AsBefore());
        assertThat(judge(999, device("a", State.UNKNOWN, "", 0, 0))).isEqualTo(new Verdict.AsBefore());
    }

    @Test
    void aChildIsDownOnlyIfItsParentWasHeardAfterTheMissedReport() {
        assertThat(judge(181, online("child", 0, "gw"), online("gw", 61))).isEqualTo(new Verdict.Silent(at(60)));
        assertThat(judge(181, online("child", 0, "gw"), online("gw", 59))).isEqualTo(new Verdict.Undecided());
        assertThat(judge(240, online("child", 0, "gw"), online("gw", 59)))
                .isEqualTo(new Verdict.Unreachable("gw", Cause.GATEWAY, at(60)));
    }

    @Test
    void aChildOfAFallenParentIsUnreachableFromItsFirstMissedReport() {
        Standing gone = device("gw", State.OFFLINE, "", 10, 5);
        assertThat(judge(50, online("child", 0, "gw"), gone)).isEqualTo(new Verdict.AsBefore());
        assertThat(judge(61, online("child", 0, "gw"), gone))
                .isEqualTo(new Verdict.Unreachable("gw", Cause.GATEWAY, at(60)));
        assertThat(judge(61, online("child", 40, "gw"), gone)).isEqualTo(new Verdict.AsBefore());
    }

    @Test
    void theTopmostFallenDeviceIsToBlame() {
        Standing tower = device("tower", State.OFFLINE, "", 10, 5);
        assertThat(judge(61, online("child", 0, "gw"), online("gw", 0, "tower"), tower))
                .isEqualTo(new Verdict.Unreachable("tower", Cause.GATEWAY, at(60)));
        assertThat(judge(61, online("child", 0, "gw"), device("gw", State.OFFLINE, "", 0, 55, "tower"), online("tower",
                60))).isEqualTo(new Verdict.Unreachable("gw", Cause.GATEWAY, at(60)));
    }

    @Test
    void aReturningParentGivesItsChildrenTheirWholeTimeoutAgain() {
        Standing child = device("child", State.UNKNOWN, "gw", 60, 0, "gw");
        assertThat(judge(1180, child, device("gw", State.ONLINE, "", 1000, 1180))).isEqualTo(new Verdict.AsBefore());
        assertThat(judge(1181, child, device("gw", State.ONLINE, "", 1000, 1180)))
                .isEqualTo(new Verdict.Silent(at(1060)));
        assertThat(judge(9999, child, device("gw", State.OFFLINE, "", 60, 0))).isEqualTo(new Verdict.AsBefore());
    }

    @Test
    void aCircleOfParentsIsNoTrap() {
        assertThat(judge(181, online("a", 0, "b"), online("b", 170, "a"))).isEqualTo(new Verdict.Silent(at(60)));
        assertThat(judge(181, online("a", 0, "a"))).isIn(new Verdict.Undecided(), new Verdict.Silent(at(60)));
    }

    @Test
    void whatFeedsADeviceTakesItAlong() {
        Standing ups = device("ups", State.OFFLINE, "", 10, 5);
        assertThat(judge(61, fed(online("cam", 0), "ups"), ups))
                .isEqualTo(new Verdict.Unreachable("ups", Cause.POWER, at(60)));
        assertThat(judge(61, fed(online("cam", 0, "sw"), "pdu"), fed(online("sw", 0), "ups"), online("pdu", 60), ups))
                .as("its own power is there, that of its way is not")
                .isEqualTo(new Verdict.Unreachable("ups", Cause.GATEWAY, at(60)));
    }

    @Test
    void aPowerSupplyThatSpeaksSeldomDelaysNoAlert() {
        Standing hourly = new Standing("ups", State.ONLINE, "", at(0), at(0), Duration.ofHours(1), Duration.ofHours(3),
                List.of(), List.of());
        assertThat(judge(181, fed(online("cam", 0), "ups"), hourly)).isEqualTo(new Verdict.Silent(at(60)));
        assertThat(judge(181, fed(online("cam", 0), "ups"), online("ups", 30))).isEqualTo(new Verdict.Undecided());
    }

    @Test
    void ofASwitchAndTheRadioItFeedsAndSpeaksThroughTheFirstMissedIsToBlame() {
        Standing aSwitch = online("switch", 20, "radio");
        Standing radio = fed(online("radio", 10), "switch");
        assertThat(judge(240, radio, aSwitch)).isEqualTo(new Verdict.Silent(at(70)));
        assertThat(judge(240, aSwitch, radio)).isEqualTo(new Verdict.Unreachable("radio", Cause.GATEWAY, at(80)));
    }

    private static Verdict judge(long now, Standing first, Standing... others) {
        Map<String, Standing> all = Stream.concat(Stream.of(first), Stream.of(others))
                .collect(Collectors.toMap(Standing::deviceId, each -> each));
        return new Judgement(all, Instant.EPOCH, at(now)).of(first);
    }

    private static Standing online(String id, long heard, String... parents) {
        return device(id, State.ONLINE, "", 0, heard, parents);
    }

    private static Standing device(String id, State state, String because, long since, long heard, String... parents) {
        return new Standing(id, state, because, at(since), at(heard), Duration.ofSeconds(60), Duration.ofSeconds(180),
                List.of(parents), List.of());
    }

    private static Standing fed(Standing device, String by) {
        return new Standing(device.deviceId(), device.state(), device.because(), device.since(), device.lastHeard(),
                device.interval(), device.timeout(), device.parents(), List.of(by));
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }
}
