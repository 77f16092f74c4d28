package id.siaga.ingest.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a counter's messages are lost, repeated and shuffled, the track says what a set of all of them would say. */
class TrackPropertyTest {

    /** Nothing is given up: what that does has examples of its own. */
    private static final SequencePolicy POLICY = new SequencePolicy(100, 100_000, 1_000, Duration.ofDays(1), 100,
            Duration.ofSeconds(5), 500, 500, 100, Duration.ofSeconds(1));
    private static final Instant T0 = Instant.parse("2026-11-21T00:00:00Z");

    /** A repeat can be late twice over. */
    private static final int SHUFFLE = 40;
    /** From here on a late end of one session and an early start of the next lie further apart than the window. */
    private static final int LONG_ENOUGH = POLICY.window() + 4 * SHUFFLE + 2;

    /**
     * A device's life.
     *
     * @param starts first number of each session, and how many messages it sends
     * @param bits width of the counter, 0 for one that never wraps
     */
    record Life(List<int[]> starts, int bits, double loss, double repeats, int shuffle, long seed) {
    }

    /** One message as the device knows it. */
    private record Sent(int session, long number, int at) {
    }

    private record Arriving(Sent sent, boolean again, double order) {
    }

    @Provide
    Arbitrary<Life> lives() {
        return lives(Arbitraries.integers().between(LONG_ENOUGH, 600), Arbitraries.of(0, 0, 16, 32));
    }

    @Provide
    Arbitrary<Life> shortLives() {
        return lives(Arbitraries.integers().between(4 * SHUFFLE, LONG_ENOUGH), Arbitraries.just(0));
    }

    private static Arbitrary<Life> lives(Arbitrary<Integer> messages, Arbitrary<Integer> widths) {
        Arbitrary<int[]> start = Combinators.combine(Arbitraries.integers().between(0, 3), messages)
                .as((first, count) -> new int[]{first, count});
        return Combinators.combine(start.list().ofMinSize(1).ofMaxSize(4), widths,
                Arbitraries.of(0.0, 0.05, 0.3), Arbitraries.of(0.0, 0.1, 0.5),
                Arbitraries.of(0, 1, 5, SHUFFLE), Arbitraries.longs()).as(Life::new);
    }

    @Property(tries = 1000)
    void aCounterWithoutClockIsAccountedFor(@ForAll("lives") Life life) {
        check(life, arrivals(life), sent -> null);
    }

    @Property(tries = 1000)
    void aCounterWithClockIsAccountedForHoweverSoonItRestarts(@ForAll("shortLives") Life life) {
        check(life, arrivals(life), sent -> T0.plusSeconds(sent.at()));
    }

    @FunctionalInterface
    private interface DeviceClock {
        @Nullable
        Instant of(Sent sent);
    }

    private static void check(Life life, List<Arriving> arrivals, DeviceClock clock) {
        Track track = new Track(POLICY, null, null);
        NavigableMap<Integer, NavigableSet<Long>> oracle = new TreeMap<>();
        for (Arriving arriving : arrivals) {
            Sent sent = arriving.sent();
            NavigableSet<Long> came = oracle.computeIfAbsent(sent.session(), session -> new TreeSet<>());
            Verdict.Kind expected = expected(oracle, came, sent);
            came.add(sent.number());
            Arrived arrived = new Arrived(raw(life, sent.number()), clock.of(sent), T0, T0);
            Verdict verdict = arriving.again() ? track.repeated(arrived) : track.arrive(arrived);
            assertThat(verdict.kind()).as("%s in %s", sent, oracle.keySet()).isEqualTo(expected);
            settled(life, track, oracle);
        }
    }

    private static Verdict.Kind expected(NavigableMap<Integer, NavigableSet<Long>> oracle, NavigableSet<Long> came,
            Sent sent) {
        if (came.isEmpty()) {
            return Verdict.Kind.RESTART;
        }
        if (came.contains(sent.number())) {
            return Verdict.Kind.DUPLICATE;
        }
        boolean newest = oracle.lastKey() == sent.session();
        return newest && sent.number() > came.last() ? Verdict.Kind.ADVANCE : Verdict.Kind.LATE;
    }

    private static void settled(Life life, Track track, NavigableMap<Integer, NavigableSet<Long>> oracle) {
        Session current = Objects.requireNonNull(track.current());
        assertThat(current.ordinal()).isEqualTo(oracle.size());
        same(life, current, oracle.lastEntry().getValue());
        Session previous = track.previous();
        if (previous != null) {
            same(life, previous, new ArrayList<>(oracle.values()).get(oracle.size() - 2));
        }
    }

    private static void same(Life life, Session session, NavigableSet<Long> came) {
        long contiguous = came.first();
        while (came.contains(contiguous + 1)) {
            contiguous++;
        }
        assertThat(session.received()).isEqualTo(came.size());
        assertThat(session.missing()).isEqualTo(came.last() - came.first() + 1 - came.size());
        assertThat(session.raw(session.contiguous())).isEqualTo(raw(life, contiguous));
    }

    private static long raw(Life life, long number) {
        return life.bits() == 0 ? number : number % (1L << life.bits());
    }

    /** Sent in order, then lost, repeated and shuffled: no message overtakes more than {@code shuffle} others. */
    private static List<Arriving> arrivals(Life life) {
        Random random = new Random(life.seed());
        List<Arriving> arrivals = new ArrayList<>();
        int at = 0;
        for (int session = 0; session < life.starts().size(); session++) {
            long first = first(life, session);
            for (int i = 0; i < count(life, session); i++) {
                Sent sent = new Sent(session, first + i, at++);
                if (random.nextDouble() >= life.loss()) {
                    double order = sent.at() + random.nextDouble() * life.shuffle();
                    arrivals.add(new Arriving(sent, false, order));
                    if (random.nextDouble() < life.repeats()) {
                        arrivals.add(new Arriving(sent, true, order + random.nextDouble() * life.shuffle()));
                    }
                }
            }
        }
        arrivals.sort(Comparator.comparingDouble(Arriving::order));
        return arrivals;
    }

    private static int count(Life life, int session) {
        int count = life.starts().get(session)[1];
        return life.bits() == 0 || session > 0 ? count : count + POLICY.window();
    }

    /** The first session of a narrow counter begins shortly before it wraps. */
    private static long first(Life life, int session) {
        long first = life.starts().get(session)[0];
        return life.bits() == 0 || session > 0 ? first : (1L << life.bits()) - POLICY.window() + first;
    }
}
