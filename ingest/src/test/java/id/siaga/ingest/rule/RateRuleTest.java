package id.siaga.ingest.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;

class RateRuleTest {

    private static final double[] KATULAMPA_2015 = {50, 70, 90, 110, 130, 150, 170, 210};

    private final Timeline p2c = new Timeline("FLD-RISE-FAST", Timeline.p2c());

    @Test
    void twoCentimetresAMinuteOverTenMinutesOpens() {
        for (int minute = 0; minute <= 10; minute++) {
            p2c.stage(minute, 360 + 2 * minute);
        }
        assertThat(p2c.told()).containsExactly("8 OPENED FLD-RISE-FAST");
        Decision decision = p2c.decisions().get(0);
        assertThat(decision.cause()).isEqualTo("flood/P2C");
        assertThat(decision.title()).isEqualTo("Air naik cepat Post P2C: +2.0 cm/menit");
        assertThat(decision.evidence()).hasSize(9);
    }

    @Test
    void justUnderTwoDoesNot() {
        for (int minute = 0; minute <= 60; minute++) {
            p2c.stage(minute, 360 + 1.99 * minute);
        }
        assertThat(p2c.told()).isEmpty();
    }

    @Test
    void aFastRiseInsideTheNormalBandWaitsForItsEnd() {
        for (int minute = 0; minute <= 60; minute++) {
            p2c.stage(minute, 300 + 2 * minute);
        }
        assertThat(p2c.told()).containsExactly("26 OPENED FLD-RISE-FAST");
    }

    @Test
    void clearsUnderOneCentimetreAMinuteForTenMinutes() {
        for (int minute = 0; minute <= 10; minute++) {
            p2c.stage(minute, 360 + 3 * minute);
        }
        for (int minute = 11; minute <= 40; minute++) {
            p2c.stage(minute, 390);
        }
        // At 17 the stage is 9 cm above that of minute 7: 0.9 cm/min, the first below one.
        assertThat(p2c.told()).containsExactly("8 OPENED FLD-RISE-FAST", "27 CLEARED FLD-RISE-FAST");
    }

    @Test
    void aBurstIsNoRate() {
        for (int second = 0; second < 240; second++) {
            p2c.stage(second / 60.0, 360 + second);
        }
        assertThat(p2c.told()).isEmpty();
    }

    @Test
    void aRiverSixtyTimesAsFastIsJudgedOnceTheSpanIsThereAndItsStateStaysSmall() {
        for (int second = 0; second <= 1200; second++) {
            p2c.stage(second / 60.0, 360 + second * 0.5);
            assertThat(((RuleState.Window) p2c.state()).points()).hasSizeLessThanOrEqualTo(80);
        }
        assertThat(p2c.told()).containsExactly("8 OPENED FLD-RISE-FAST");
    }

    @Test
    void aGaugeThatReportsEveryFiveMinutesAndABitIsJudged() {
        p2c.stage(0, 360).stage(5.1, 372).stage(10.2, 384);
        assertThat(p2c.told()).containsExactly("10 OPENED FLD-RISE-FAST");
    }

    @Test
    void aSampleTooYoungToCountDoesNotHideAnOlderOne() {
        p2c.stage(0, 360).stage(5.4, 372).stage(12.9, 390);
        assertThat(p2c.told()).containsExactly("12 OPENED FLD-RISE-FAST");
    }

    @Test
    void twoSamplesEitherSideOfASilenceAreNoRate() {
        p2c.stage(0, 360).stage(9, 400);
        assertThat(p2c.told()).isEmpty();
        p2c.stage(200, 600).stage(201, 602);
        assertThat(p2c.told()).isEmpty();
    }

    @Test
    void aTiltedOrJumpingGaugeRaisesNothing() {
        for (int minute = 0; minute <= 30; minute++) {
            p2c.stage(minute, 360 + 5 * minute, minute % 2 == 0 ? Flag.TILTED.bit() : Flag.JUMP.bit());
        }
        assertThat(p2c.told()).isEmpty();
    }

    @Test
    void cileungsiOf11February2026GivesRiseAndLevels() {
        Subject cileungsi = Timeline.gauge("CILEUNGSI", RiverPost.Role.UPSTREAM, 100, 200, 300);
        Timeline rise = new Timeline("FLD-UP-RISE-FAST", cileungsi);
        Timeline level = new Timeline("FLD-UP", cileungsi);
        for (int minute = 0; minute <= 45; minute++) {
            rise.stage(minute, 200 + 4 * minute);
            level.stage(minute, 200 + 4 * minute);
        }
        assertThat(rise.told()).containsExactly("8 OPENED FLD-RISE-FAST");
        assertThat(level.told()).containsExactly("1 OPENED FLD-UP-S3", "2 RAISED FLD-UP-S2", "27 RAISED FLD-UP-S1");
    }

    @Test
    void katulampaOpensNothingByAnyRule() {
        Subject katulampa = Timeline.gauge("KATULAMPA", RiverPost.Role.REFERENCE, 80, 150, 200);
        for (Rule rule : RuleBook.standard().rulesFor(Kind.FLOOD)) {
            Timeline timeline = new Timeline(rule.id(), katulampa);
            for (int i = 0; i < KATULAMPA_2015.length; i++) {
                timeline.stage(10 * i, KATULAMPA_2015[i]).stage(10 * i + 5, KATULAMPA_2015[i] + 10);
            }
            assertThat(timeline.told()).as(rule.id()).isEmpty();
        }
    }

    @Test
    void katulampasSeriesAtACityPostWouldOpen() {
        Timeline city = new Timeline("FLD-STAGE", Timeline.gauge("X", RiverPost.Role.CITY, 80, 150, 200));
        for (int i = 0; i < KATULAMPA_2015.length; i++) {
            city.stage(10 * i, KATULAMPA_2015[i]);
        }
        assertThat(city.told()).containsExactly("30 OPENED FLD-S3", "70 RAISED FLD-S1");
    }
}
