package id.siaga.commandcenter.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What positions tell, whatever the order they come in. */
class JourneyTest {
    private static final Instant SENT = Instant.parse("2026-11-21T03:00:00Z");
    private static final Spot BASE = new Spot(-6.30, 106.97);
    private static final Spot GOAL = new Spot(-6.28, 106.97);
    private static final Journey.Bounds BOUNDS = new Journey.Bounds(150, 100, Duration.ofSeconds(30),
            Duration.ofSeconds(120));
    private static final Journey.Errand ERRAND = new Journey.Errand(SENT, Optional.of(BASE), Optional.of(GOAL));

    /** So many metres north of the base; the goal is 2,224 m north of it. */
    private static Fix fix(long second, double northM) {
        return new Fix(SENT.plusSeconds(second),
                new Spot(BASE.latitude() + Math.toDegrees(northM / 6_371_008.8), BASE.longitude()));
    }

    private static Journey journey(Fix... fixes) {
        return Journey.of(ERRAND, List.of(fixes), BOUNDS);
    }

    @Example
    void itLeavesBaseAndArrivesAfterThirtySecondsThere() {
        Journey journey = journey(fix(0, 0), fix(10, 140), fix(20, 160), fix(100, 2_000), fix(110, 2_130),
                fix(130, 2_200), fix(140, 2_224), fix(150, 2_224));
        assertThat(journey.departed()).contains(SENT.plusSeconds(20));
        assertThat(journey.arrived()).contains(SENT.plusSeconds(140));
    }

    @Example
    void drivingPastIsNotArriving() {
        assertThat(journey(fix(0, 0), fix(60, 2_130), fix(80, 2_300), fix(100, 2_500)).arrived()).isEmpty();
        assertThat(journey(fix(60, 2_200), fix(80, 2_400), fix(95, 2_200), fix(124, 2_200)).arrived()).isEmpty();
    }

    @Example
    void whatHappenedInALongSilenceIsNotKnown() {
        assertThat(journey(fix(60, 2_200), fix(300, 2_200)).arrived()).isEmpty();
        assertThat(journey(fix(60, 2_200), fix(300, 2_200), fix(330, 2_200)).arrived()).contains(SENT.plusSeconds(330));
    }

    @Example
    void aUnitOnPatrolLeavesWhereItStoodNotItsBase() {
        assertThat(journey(fix(-20, 900), fix(10, 950), fix(20, 1_000)).departed()).isEmpty();
        assertThat(journey(fix(-20, 900), fix(10, 950), fix(20, 1_100)).departed()).contains(SENT.plusSeconds(20));
    }

    @Example
    void whatWasBeforeItWasSentIsNoJourney() {
        assertThat(journey(fix(-300, 2_224), fix(-200, 2_224))).isEqualTo(Journey.NONE);
        assertThat(Journey.of(new Journey.Errand(SENT, Optional.empty(), Optional.empty()), List.of(), BOUNDS))
                .isEqualTo(Journey.NONE);
    }

    @Provide
    Arbitrary<List<Fix>> tracks() {
        return Combinators.combine(Arbitraries.longs().between(-100, 900), Arbitraries.doubles().between(-100, 2_500))
                .as(JourneyTest::fix).list().uniqueElements(Fix::at).ofMaxSize(40);
    }

    @Property(tries = 500)
    void theOrderInWhichFixesComeChangesNothing(@ForAll("tracks") List<Fix> track, @ForAll long seed) {
        List<Fix> shuffled = new ArrayList<>(track);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Journey.of(ERRAND, shuffled, BOUNDS)).isEqualTo(Journey.of(ERRAND, track, BOUNDS));
    }

    /** Against a count second by second that knows nothing of how the journey is found. */
    @Property(tries = 500)
    void arrivalIsTheFirstStayLongEnough(@ForAll("tracks") List<Fix> track) {
        List<Fix> ordered = track.stream().filter(fix -> !fix.at().isBefore(SENT))
                .sorted((a, b) -> a.at().compareTo(b.at())).toList();
        Optional<Instant> expected = IntStream.range(0, ordered.size()).boxed()
                .filter(first -> stays(ordered, first)).findFirst()
                .map(first -> ordered.get(first).at().plus(BOUNDS.stay()));
        assertThat(Journey.of(ERRAND, track, BOUNDS).arrived()).isEqualTo(expected);
    }

    private static boolean stays(List<Fix> ordered, int first) {
        for (int i = first; i < ordered.size(); i++) {
            boolean broken = i > first && Duration.between(ordered.get(i - 1).at(), ordered.get(i).at())
                    .compareTo(BOUNDS.gap()) > 0;
            if (broken || GOAL.metresTo(ordered.get(i).spot()) > BOUNDS.arriveM()) {
                return false;
            }
            if (!ordered.get(i).at().isBefore(ordered.get(first).at().plus(BOUNDS.stay()))) {
                return true;
            }
        }
        return false;
    }
}
