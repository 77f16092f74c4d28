package id.siaga.ingest.rule;

import static id.siaga.ingest.rule.Timeline.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import id.siaga.ingest.telemetry.Flag;

class StageRuleTest {

    private final Timeline p2c = new Timeline("FLD-STAGE", Timeline.p2c());

    @ParameterizedTest
    @CsvSource({"350, ''", "350.1, SIAGA_3", "450, SIAGA_3", "450.1, SIAGA_2", "550, SIAGA_2", "550.1, SIAGA_1"})
    void bandsAreOpenBelowAndClosedAbove(double cm, String level) {
        p2c.stage(0, cm).stage(1, cm);
        assertThat(p2c.decisions()).extracting(Decision::level)
                .containsExactlyElementsOf(level.isEmpty() ? List.of() : List.of(level));
    }

    @Test
    void siagaThreeAndTwoTakeTwoSamplesSiagaOneTheFirst() {
        p2c.stage(0, 360);
        assertThat(p2c.told()).isEmpty();
        p2c.stage(1, 361).stage(2, 460).stage(3, 461).stage(4, 555);
        assertThat(p2c.told()).containsExactly("1 OPENED FLD-S3", "3 RAISED FLD-S2", "4 RAISED FLD-S1");
    }

    @Test
    void aDecisionSaysWhatItOpensAndWhy() {
        Decision decision = p2c.stage(0, 555).decisions().get(0);
        assertThat(decision.title()).isEqualTo("Siaga 1 Post P2C: 555 cm");
        assertThat(decision.cause()).isEqualTo("flood/P2C");
        assertThat(decision.severity()).isEqualTo(Decision.Severity.EMERG);
        assertThat(decision.opens()).isEqualTo(Decision.Opens.INCIDENT);
        assertThat(decision.category()).contains("TBN");
        assertThat(decision.priority()).contains("P1");
        assertThat(decision.value()).hasValue(555);
        assertThat(decision.evidence()).containsExactly(START);
    }

    @Test
    void oneSampleAtSiagaTwoAfterOneAtSiagaThreeIsTwoAtSiagaThree() {
        p2c.stage(0, 400).stage(1, 500);
        assertThat(p2c.told()).containsExactly("1 OPENED FLD-S3");
        assertThat(p2c.decisions().get(0).evidence()).containsExactly(START, START.plusSeconds(60));
        assertThat(p2c.stage(2, 500).told()).containsExactly("1 OPENED FLD-S3", "2 RAISED FLD-S2");
    }

    @Test
    void samplesMustBeConsecutive() {
        assertThat(p2c.stage(0, 360).stage(1, 340).stage(2, 360).told()).isEmpty();
    }

    @Test
    void clearsTenCentimetresBelowTheBandForHalfAnHour() {
        p2c.stage(0, 360).stage(1, 360).stage(2, 341).stage(40, 341);
        assertThat(p2c.told()).containsExactly("1 OPENED FLD-S3");
        p2c.stage(41, 340).stage(70, 340).stage(71, 340);
        assertThat(p2c.told()).containsExactly("1 OPENED FLD-S3", "71 CLEARED FLD-S3");
        assertThat(p2c.state()).isInstanceOf(RuleState.Inactive.class);
        assertThat(p2c.decisions().get(1).evidence()).hasSize(3);
    }

    @Test
    void aSecondWaveBeforeTheHalfHourIsOverIsTold() {
        p2c.stage(0, 555).stage(1, 180).stage(2, 180).stage(10, 556);
        assertThat(p2c.told()).containsExactly("0 OPENED FLD-S1", "10 RAISED FLD-S1");
        assertThat(p2c.decisions().get(1).evidence()).containsExactly(START.plusSeconds(600));
        assertThat(p2c.stage(11, 557).stage(12, 556).told()).as("told once").hasSize(2);
    }

    @Test
    void aSmallerSecondWaveIsToldAtItsOwnLevel() {
        p2c.stage(0, 555).stage(1, 180).stage(10, 360).stage(11, 361);
        assertThat(p2c.told()).containsExactly("0 OPENED FLD-S1", "11 RAISED FLD-S3");
        assertThat(p2c.stage(12, 460).stage(13, 461).told().getLast()).isEqualTo("13 RAISED FLD-S2");
    }

    @Test
    void oneSampleIsNoSecondWaveAndRippleIsNone() {
        p2c.stage(0, 460).stage(1, 461).stage(2, 300).stage(3, 470).stage(4, 300);
        p2c.stage(5, 445).stage(6, 441).stage(7, 445);
        assertThat(p2c.told()).as("445 is Siaga 3 again, held as Siaga 2").containsExactly("1 OPENED FLD-S2",
                "6 RAISED FLD-S2");
        Timeline ripple = new Timeline("FLD-STAGE", Timeline.p2c());
        ripple.stage(0, 360).stage(1, 361).stage(2, 345).stage(3, 352).stage(4, 342).stage(5, 351);
        assertThat(ripple.told()).containsExactly("1 OPENED FLD-S3");
    }

    @Test
    void aWaveInBetweenStartsTheHalfHourAnew() {
        p2c.stage(0, 360).stage(1, 360).stage(2, 330).stage(31, 345).stage(32, 330).stage(61, 330);
        assertThat(p2c.told()).containsExactly("1 OPENED FLD-S3");
        assertThat(p2c.stage(62, 330).told()).containsExactly("1 OPENED FLD-S3", "62 CLEARED FLD-S3");
    }

    @Test
    void eachLevelIsLeftWhenItsOwnHalfHourIsOver() {
        p2c.stage(0, 560).stage(10, 500).stage(20, 400).stage(30, 300);
        for (int minute = 31; minute <= 60; minute++) {
            p2c.stage(minute, 300);
        }
        assertThat(p2c.told()).containsExactly("0 OPENED FLD-S1", "40 LOWERED FLD-S2", "50 LOWERED FLD-S3",
                "60 CLEARED FLD-S3");
    }

    @Test
    void aStageInsideTheHysteresisKeepsItsLevelForever() {
        p2c.stage(0, 560);
        for (int minute = 1; minute < 600; minute++) {
            p2c.stage(minute, 541 + minute % 9);
        }
        assertThat(p2c.told()).containsExactly("0 OPENED FLD-S1");
    }

    @Test
    void aBandTheBookDoesNotNameLeavesTheOneBelowInForce() {
        Timeline awas = new Timeline("FLD-STAGE", Timeline.gauge("P2C", RiverPost.Role.CITY, 350, 450, 550, 700));
        for (int minute = 0; minute < 300; minute++) {
            awas.stage(minute, 875);
        }
        assertThat(awas.told()).containsExactly("0 OPENED FLD-S1");
        assertThat(((RuleState.Firing) awas.state()).rising()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Flag.class, names = {"OUT_OF_RANGE", "SENTINEL", "TILTED", "JUMP", "CLOCK_BAD", "RETAINED"})
    void aDoubtfulReadingNeitherRaisesNorClears(Flag flag) {
        for (int minute = 0; minute < 5; minute++) {
            p2c.stage(minute, 900, flag.bit());
            p2c.sample(minute * 60 + 30, flag.bit(), Timeline.reading("water.stage", Timeline.cm(900), 0));
        }
        assertThat(p2c.told()).isEmpty();
        p2c.stage(10, 560).stage(11, 100, flag.bit()).stage(60, 100, flag.bit());
        assertThat(p2c.told()).containsExactly("10 OPENED FLD-S1");
    }

    @Test
    void aSecondChannelIsNotTheRiver() {
        var second = new id.siaga.ingest.telemetry.Reading(id.siaga.ingest.telemetry.Metric.named("water.stage"),
                "ch2", Timeline.cm(900), 0);
        assertThat(p2c.sample(0, 0, second).told()).isEmpty();
    }

    @Test
    void anOlderSampleChangesNothing() {
        p2c.stage(10, 300).stage(5, 900).stage(10, 900);
        assertThat(p2c.told()).isEmpty();
    }

    @Test
    void aReadingIsJudgedByTheBandsOfItsDay() {
        Instant change = Instant.parse("2021-01-01T00:00:00Z");
        List<Band> bands = new ArrayList<>(
                Timeline.bands(Instant.parse("2020-01-01T00:00:00Z"), Optional.of(change), 300, 400, 460));
        bands.addAll(Timeline.bands(change, Optional.empty(), 350, 450, 550));
        Subject both = new Subject("awlr", "AWLR", id.siaga.ingest.telemetry.Kind.FLOOD,
                Optional.of(new RiverPost("P2C", "P2C", RiverPost.Role.CITY, bands)));
        Instant banjir2020 = Instant.parse("2020-02-25T00:00:00Z");
        assertThat(new Timeline("FLD-STAGE", both, banjir2020).stage(0, 470).told())
                .containsExactly("0 OPENED FLD-S1");
        assertThat(new Timeline("FLD-STAGE", both, change).stage(0, 470).stage(1, 470).told())
                .containsExactly("1 OPENED FLD-S2");
        assertThat(new Timeline("FLD-STAGE", both, banjir2020.minus(365, ChronoUnit.DAYS)).stage(0, 900).told())
                .as("before the first band nothing is known").isEmpty();
    }

    @Test
    void upstreamAnnouncesAtSiagaThreeAndOpensFromSiagaTwo() {
        Timeline upstream = new Timeline("FLD-UP", Timeline.gauge("CILEUNGSI", RiverPost.Role.UPSTREAM, 100, 200, 300));
        upstream.stage(0, 120).stage(1, 120).stage(2, 220).stage(3, 220).stage(4, 320).stage(5, 320);
        assertThat(upstream.decisions()).extracting(Decision::code, Decision::opens, each -> each.priority().orElse(""))
                .containsExactly(org.assertj.core.groups.Tuple.tuple("FLD-UP-S3", Decision.Opens.NOTHING, ""),
                        org.assertj.core.groups.Tuple.tuple("FLD-UP-S2", Decision.Opens.INCIDENT, "P3"),
                        org.assertj.core.groups.Tuple.tuple("FLD-UP-S1", Decision.Opens.INCIDENT, "P2"));
        assertThat(upstream.decisions()).extracting(Decision::cause).containsOnly("flood/CILEUNGSI");
    }

    @Test
    void anAlertFoundOpenGoesOnFromItsLevel() {
        p2c.restored("SIAGA_2", 0).stage(1, 500).stage(2, 560);
        assertThat(p2c.told()).containsExactly("2 RAISED FLD-S1");
    }

    @Test
    void anAlertAtALevelNoLongerInTheBookStillClears() {
        p2c.restored("SIAGA_9", 0).stage(1, 300).stage(31, 300);
        assertThat(p2c.told()).containsExactly("31 CLEARED FLD-S3");
    }
}
