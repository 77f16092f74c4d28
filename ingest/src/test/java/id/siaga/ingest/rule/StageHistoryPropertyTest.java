package id.siaga.ingest.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import id.siaga.ingest.telemetry.Flag;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** What holds for every history of a river, however it goes. */
class StageHistoryPropertyTest {

    private static final List<String> LEVELS = List.of("NORMAL", "SIAGA_3", "SIAGA_2", "SIAGA_1");
    private static final double[] LIMITS_CM = {350, 450, 550};
    private static final double HYSTERESIS_CM = 10;

    record Tick(double minutes, double cm, boolean spoiled) {
    }

    @Provide
    Arbitrary<List<Tick>> rivers() {
        Arbitrary<Tick> tick = Combinators.combine(Arbitraries.doubles().between(0.1, 20).ofScale(2),
                Arbitraries.doubles().between(300, 620).ofScale(1), Arbitraries.of(false, false, false, true))
                .as(Tick::new);
        return tick.list().ofMaxSize(120);
    }

    @Property(tries = 500)
    void everyDecisionMovesTheLevelTheWayItSays(@ForAll("rivers") List<Tick> river) {
        List<Decision> decisions = play(river).decisions();
        int level = 0;
        Instant since = Instant.MIN;
        for (Decision decision : decisions) {
            int next = decision.change() == Decision.Change.CLEARED ? 0 : LEVELS.indexOf(decision.level());
            switch (decision.change()) {
                case OPENED -> assertThat(level).isZero();
                case RAISED -> assertThat(next > level || wasLeft(river, since, decision.at(), next))
                        .as("worse, or reached again after it was left").isTrue();
                case LOWERED -> assertThat(next).isLessThan(level).isPositive();
                case CLEARED -> assertThat(level).isPositive();
            }
            assertThat(decision.change() == Decision.Change.RAISED || next != level).as("two alike in a row").isTrue();
            assertThat(decision.evidence()).isNotEmpty().isSorted().hasSizeLessThanOrEqualTo(100);
            level = next;
            if (decision.change() == Decision.Change.OPENED || decision.change() == Decision.Change.RAISED) {
                since = decision.at();
            }
        }
    }

    private static boolean wasLeft(List<Tick> river, Instant from, Instant to, int level) {
        double minute = 0;
        boolean left = false;
        for (Tick tick : river) {
            minute += tick.minutes();
            Instant at = Timeline.START.plusMillis(Math.round(minute * 60_000));
            left |= !tick.spoiled() && at.isAfter(from) && at.isBefore(to)
                    && reached(tick.cm() + HYSTERESIS_CM) < level;
        }
        return left;
    }

    @Property(tries = 500)
    void theHistoryEndsAtTheLastStableLevel(@ForAll("rivers") List<Tick> river,
            @ForAll @DoubleRange(min = 300, max = 620) double stable) {
        List<Tick> calm = Stream.generate(() -> new Tick(10, stable, false)).limit(5).toList();
        Timeline timeline = play(Stream.concat(river.stream(), calm.stream()).toList());
        assertThat(level(timeline)).isBetween(reached(stable), reached(stable + HYSTERESIS_CM));
    }

    @Property(tries = 200)
    void doubtfulReadingsChangeNoHistory(@ForAll("rivers") List<Tick> river) {
        Timeline sound = new Timeline("FLD-STAGE", Timeline.p2c());
        double minute = 0;
        for (Tick tick : river) {
            minute += tick.minutes();
            if (!tick.spoiled()) {
                sound.stage(minute, tick.cm());
            }
        }
        assertThat(play(river).decisions()).isEqualTo(sound.decisions());
    }

    private static Timeline play(List<Tick> river) {
        Timeline timeline = new Timeline("FLD-STAGE", Timeline.p2c());
        double minute = 0;
        for (Tick tick : river) {
            minute += tick.minutes();
            timeline.stage(minute, tick.cm(), tick.spoiled() ? Flag.TILTED.bit() : 0);
        }
        return timeline;
    }

    private static int level(Timeline timeline) {
        if (timeline.decisions().isEmpty()) {
            return 0;
        }
        Decision last = timeline.decisions().getLast();
        return last.change() == Decision.Change.CLEARED ? 0 : LEVELS.indexOf(last.level());
    }

    private static int reached(double cm) {
        int level = 0;
        for (double limit : LIMITS_CM) {
            level += cm > limit ? 1 : 0;
        }
        return level;
    }
}
