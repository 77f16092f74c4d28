package id.siaga.ingest.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

import id.siaga.ingest.TestDatabase;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/** The database's availability against one counted second by second. */
class AvailabilityPropertyTest {

    private static final Instant T0 = Instant.parse("2026-02-01T00:00:00Z");
    private static final int SECONDS = 400;
    private static final int FROM = 100;
    private static final int TO = 300;
    private static final TestDatabase DATABASE = scratch();

    /** A state from a second on. */
    record Change(int since, String state) {
    }

    /** Agreed maintenance from one second to another. */
    record Agreed(int from, int to) {
    }

    private static TestDatabase scratch() {
        try {
            TestDatabase database = TestDatabase.create();
            database.execute(
                    "INSERT INTO telemetry.device (device_id, kind, name, status) VALUES ('a', 'wifi', 'a', 'active')");
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterContainer
    static void stop() throws Exception {
        DATABASE.close();
    }

    @Property(tries = 60)
    void isExact(@ForAll("changes") List<Change> changes, @ForAll("windows") List<Agreed> windows) throws Exception {
        store(changes, windows);
        List<String> told = DATABASE.rows("""
                                          SELECT period_s::int, maintenance_s::int, downtime_s::int, unknown_s::int,
                                              longest_gap_s::int FROM telemetry.availability('%s', '%s')
                                          WHERE device_id = 'a'""".formatted(at(FROM), at(TO)));
        assertThat(told).isEqualTo(counted(changes, windows));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.integers().between(0, SECONDS),
                Arbitraries.of("online", "offline", "sleeping", "unknown")).as(Change::new).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Agreed>> windows() {
        return Combinators.combine(Arbitraries.integers().between(0, SECONDS), Arbitraries.integers().between(1, 150))
                .as((from, length) -> new Agreed(from, from + length)).list().ofMaxSize(4);
    }

    private static void store(List<Change> changes, List<Agreed> windows) throws Exception {
        DATABASE.execute("TRUNCATE telemetry.presence_change, telemetry.maintenance_window");
        for (Change change : changes) {
            DATABASE.execute("INSERT INTO telemetry.presence_change (device_id, state, since) VALUES ('a', '%s', '%s')"
                    .formatted(change.state(), at(change.since())));
        }
        for (Agreed window : windows) {
            DATABASE.execute("""
                             INSERT INTO telemetry.maintenance_window (reason, device_ids, from_at, to_at, agreed_by)
                             VALUES ('x', '{a}', '%s', '%s', 'x')""".formatted(at(window.from()), at(window.to())));
        }
    }

    /** One second at a time: the last change by then, in the order in which they were written where two are equal. */
    private static List<String> counted(List<Change> changes, List<Agreed> windows) {
        BitSet known = new BitSet();
        BitSet agreed = new BitSet();
        BitSet down = new BitSet();
        BitSet unknown = new BitSet();
        windows.forEach(window -> agreed.set(window.from(), window.to()));
        for (int second = FROM; second < TO; second++) {
            String state = "";
            int since = -1;
            for (Change change : changes) {
                if (change.since() <= second && change.since() >= since) {
                    state = change.state();
                    since = change.since();
                }
            }
            known.set(second, !state.isEmpty());
            down.set(second, state.equals("offline") && !agreed.get(second));
            unknown.set(second, state.equals("unknown") && !agreed.get(second));
        }
        agreed.and(known);
        return known.isEmpty()
                ? List.of()
                : List.of(IntStream.of(known.cardinality(), agreed.cardinality(), down.cardinality(),
                        unknown.cardinality(), longest(down)).mapToObj(String::valueOf)
                        .reduce((one, other) -> one + "|" + other).orElseThrow());
    }

    private static int longest(BitSet down) {
        int longest = 0;
        for (int from = down.nextSetBit(0); from >= 0; from = down.nextSetBit(down.nextClearBit(from))) {
            longest = Math.max(longest, down.nextClearBit(from) - from);
        }
        return longest;
    }

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }
}
