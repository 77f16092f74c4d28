package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Move;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Transition;
import id.siaga.commandcenter.incident.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever anybody tries, in any order: the history is legal, and the clocks add up. */
class IncidentLifePropertyTest {
    private static final IncidentBook BOOK = new IncidentBook();
    private static final Waiting WAITING = new Waiting(BOOK.desk);
    private static final long OTHER = BOOK.open(Priority.P3);

    /** Somebody tries something some seconds later: a state by its number, above those to pause or to go on. */
    record Attempt(Role role, int seconds, int what, boolean saysWhy) {
    }

    @Provide
    Arbitrary<List<Attempt>> attempts() {
        return Combinators.combine(
                Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of(Role.KORLAP, Role.OPERATOR)),
                        Tuple.of(1, Arbitraries.of(Role.class))),
                Arbitraries.integers().between(0, 5000),
                Arbitraries.integers().between(0, IncidentState.values().length + 1),
                Arbitraries.of(true, true, false)).as(Attempt::new).list().ofMinSize(5).ofMaxSize(60);
    }

    @AfterContainer
    static void stop() throws SQLException {
        BOOK.close();
    }

    @Property(tries = 40)
    void everyHistoryIsLegalAndItsClocksAddUp(@ForAll("attempts") List<Attempt> attempts) {
        long id = BOOK.open(Priority.P3);
        for (Attempt attempt : attempts) {
            BOOK.clock.on(Duration.ofSeconds(attempt.seconds()));
            String before = BOOK.state(id);
            ChangeOutcome outcome = tried(id, attempt);
            if (!(outcome instanceof ChangeOutcome.Changed)) {
                assertThat(BOOK.state(id)).as("refused: %s", outcome).isEqualTo(before);
            }
        }
        assertLegal(id);
        assertClocksAddUp(id);
    }

    private static ChangeOutcome tried(long id, Attempt attempt) {
        String why = attempt.saysWhy() ? "alasan" : "";
        if (attempt.what() >= IncidentState.values().length) {
            return attempt.what() == IncidentState.values().length
                    ? WAITING.pause(BOOK.asked(id, attempt.role()), "MENUNGGU_PELAPOR", why)
                    : WAITING.resume(BOOK.asked(id, attempt.role()));
        }
        return BOOK.move(id, attempt.role(), switch (IncidentState.values()[attempt.what()]) {
            case DUPLIKAT -> new Move.DuplicateOf(OTHER);
            case DITERUSKAN -> new Move.Forwarded("Dinas Perhubungan");
            default -> IncidentBook.plain(IncidentState.values()[attempt.what()]);
        }, why);
    }

    private static void assertLegal(long id) {
        String at = "BARU";
        for (ObjectNode entry : BOOK.database.rows("""
                                                   SELECT from_state, to_state, actor, text
                                                   FROM command.incident_timeline
                                                   WHERE incident_id = ? AND entry = 'changed' ORDER BY entry_id""",
                id)) {
            assertThat(entry.path("from_state").asText()).isEqualTo(at);
            IncidentState from = IncidentState.valueOf(at);
            at = entry.path("to_state").asText();
            IncidentState to = IncidentState.valueOf(at);
            Transition rule = Transition.all().stream()
                    .filter(each -> each.from().contains(from) && each.to() == to).findFirst().orElseThrow();
            assertThat(rule.roles()).extracting(role -> role.name().toLowerCase(Locale.ROOT))
                    .contains(entry.path("actor").asText());
            assertThat(rule.words() == Transition.Words.OPTIONAL || entry.path("text").asText().contains("alasan"))
                    .isTrue();
        }
        assertThat(BOOK.state(id)).isEqualTo(at);
    }

    private static void assertClocksAddUp(long id) {
        Instant now = BOOK.clock.instant();
        List<ObjectNode> clocks = BOOK.database.rows("SELECT * FROM command.incident_clock WHERE incident_id = ?", id);
        long parts = clocks.stream().filter(row -> !row.path("clock").asText().equals("RESOLUTION"))
                .mapToLong(row -> ran(row, now)).sum();
        assertThat(parts).isEqualTo(ran(BOOK.clockOf(id, "RESOLUTION"), now));
        IncidentState state = IncidentState.valueOf(BOOK.state(id));
        boolean runs = state.isOpen() && BOOK.row(id).path("paused_since").isNull();
        assertThat(clocks.stream().filter(row -> row.path("stopped_at").isNull())).hasSize(runs ? 2 : 0);
    }

    private static long ran(ObjectNode row, Instant now) {
        Instant end = row.path("stopped_at").isNull() ? now : Instant.parse(row.path("stopped_at").asText());
        return Duration.between(Instant.parse(row.path("started_at").asText()), end).toSeconds()
                - row.path("paused_s").longValue();
    }
}
