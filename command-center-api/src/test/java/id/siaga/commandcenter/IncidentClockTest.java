package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.TargetTable;
import id.siaga.commandcenter.incident.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an incident may take, and who must know when it takes longer. */
class IncidentClockTest {
    private static IncidentBook book;

    @BeforeAll
    static void start() {
        book = new IncidentBook();
    }

    @AfterAll
    static void stop() throws SQLException {
        book.close();
    }

    @BeforeEach
    void empty() {
        book.clock.at(IncidentBook.T0);
        book.database.execute("""
                              TRUNCATE command.incident, command.incident_alert, command.incident_timeline,
                                  command.incident_clock, command.escalation, command.escalation_notice,
                                  command.incident_share, command.incident_contact, command.incident_violation,
                                  command.incident_pause CASCADE""");
    }

    private static Instant due(long id) {
        return Instant.parse(book.row(id).path("due_at").asText());
    }

    private static Instant after(Duration time) {
        return IncidentBook.T0.plus(time);
    }

    @Test
    void targetsCountFromFirstAwareness() {
        long id = book.open(Priority.P2);
        assertThat(due(id)).isEqualTo(after(Duration.ofMinutes(5)));
        book.through(id, IncidentState.DIVERIFIKASI);
        assertThat(due(id)).isEqualTo(after(Duration.ofMinutes(5)));
        book.through(id, IncidentState.DITUGASKAN);
        assertThat(due(id)).isEqualTo(after(Duration.ofMinutes(20)));
        book.through(id, IncidentState.MENUJU_LOKASI, IncidentState.DI_LOKASI);
        assertThat(book.row(id).path("due_at").isNull()).isTrue();
    }

    @Test
    void aP3IsReachedInTheShiftItWasSentIn() {
        long id = book.open(Priority.P3);
        book.through(id, IncidentState.DIVERIFIKASI, IncidentState.DITUGASKAN);
        // 15:00 in Jakarta
        assertThat(due(id)).isEqualTo(Instant.parse("2026-11-24T08:00:00Z"));
    }

    @Test
    void aP4IsVerifiedWithinThreeWorkingDays() {
        book.clock.at(Instant.parse("2026-12-23T10:00:00Z"));
        // Wednesday; Friday is Christmas: Thursday, Monday, Tuesday.
        assertThat(due(book.open(Priority.P4))).isEqualTo(Instant.parse("2026-12-29T17:00:00Z"));
    }

    @Test
    void whatIsRaisedIsDueSoonerWhatIsLoweredLater() {
        long id = book.open(Priority.P3);
        book.clock.on(Duration.ofMinutes(10));
        book.priority(id, Priority.P2);
        assertThat(due(id)).isEqualTo(after(Duration.ofMinutes(15)));
        book.priority(id, Priority.P3);
        assertThat(due(id)).isEqualTo(after(Duration.ofMinutes(60)));
        book.clock.on(Duration.ofMinutes(49));
        book.priority(id, Priority.P2);
        assertThat(due(id)).as("never later than it was").isEqualTo(after(Duration.ofMinutes(60)));
    }

    @Test
    void aPauseMovesTheDeadlineAndP1NeverWaits() {
        Waiting waiting = new Waiting(book.desk);
        long id = book.open(Priority.P3);
        book.clock.on(Duration.ofMinutes(10));
        assertThat(waiting.pause(book.asked(id, Role.OPERATOR), "TENGGAT_TEGURAN", ""))
                .isInstanceOf(ChangeOutcome.Unfit.class);
        waiting.pause(book.asked(id, Role.OPERATOR), "MENUNGGU_PELAPOR", "");
        assertThat(book.row(id).path("due_at").isNull()).isTrue();
        book.clock.on(Duration.ofHours(5));
        assertThat(book.sweep()).isEmpty();
        waiting.resume(book.asked(id, Role.OPERATOR));
        assertThat(due(id)).isEqualTo(after(Duration.ofHours(6)));
        assertThat(book.clockOf(id, "QUEUE").path("paused_s").asLong()).isEqualTo(18_000);
        long urgent = book.open(Priority.P1);
        assertThat(waiting.pause(book.asked(urgent, Role.OPERATOR), "MENUNGGU_OPD", ""))
                .isInstanceOf(ChangeOutcome.Unfit.class);
    }

    @Test
    void whatBecomesUrgentNoLongerWaits() {
        long id = book.open(Priority.P3);
        new Waiting(book.desk).pause(book.asked(id, Role.OPERATOR), "MENUNGGU_PELAPOR", "");
        book.clock.on(Duration.ofHours(5));
        book.priority(id, Priority.P1);
        assertThat(book.row(id).path("paused_since").isNull()).isTrue();
        assertThat(book.entries(id)).containsSubsequence("paused", "resumed", "changed");
        assertThat(due(id)).isEqualTo(after(Duration.ofHours(5).plusMinutes(1)));
    }

    @Test
    void aClockThatRanOutIsToldOnceToWhomItConcerns() {
        long id = book.open(Priority.P2);
        book.clock.on(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(book.sweep()).isEmpty();
        assertThat(book.row(id).path("overdue").asBoolean()).isFalse();
        book.clock.on(Duration.ofSeconds(1));
        assertThat(book.sweep()).containsExactly("P2-QUEUE");
        assertThat(book.sweep()).isEmpty();
        assertThat(book.row(id).path("overdue").asBoolean()).isTrue();
        assertThat(book.row(id).path("urgency").asInt()).isEqualTo(3);
        assertThat(told(id)).containsExactly("P2-QUEUE KORLAP true");
        assertThat(book.entries(id)).containsExactly("opened", "escalated");
        assertThat(book.database.rows("SELECT data->>'step' AS step FROM command.stream_event WHERE type = 'escalation'"
                + " AND (data->>'incident_id')::bigint = ?", id)).hasSize(1);
    }

    private static List<String> told(long id) {
        return book.database.rows("""
                                  SELECT concat_ws(' ', step, addressee, sent_at IS NOT NULL) AS line
                                  FROM command.escalation JOIN command.escalation_notice USING (escalation_id)
                                  WHERE incident_id = ? ORDER BY escalation_id, addressee""", id).stream()
                .map(row -> row.path("line").asText().replace(" t", " true").replace(" f", " false")).toList();
    }

    @Test
    void aP1IsToldToTheHeadAndToBpbdAtOnce() {
        long id = book.open(Priority.P1);
        assertThat(told(id)).containsExactly("P1-OPENED BPBD false", "P1-OPENED KEPALA_SATPOL_PP true");
        long other = book.open(Priority.P3);
        book.priority(other, Priority.P1);
        assertThat(told(other)).containsExactly("P1-OPENED BPBD false", "P1-OPENED KEPALA_SATPOL_PP true");
    }

    @Test
    void aKorlapWhoDoesNotAnswerIsPassedOver() {
        long silent = book.open(Priority.P2);
        long answered = book.open(Priority.P2);
        book.clock.on(Duration.ofMinutes(5));
        assertThat(book.sweep()).containsExactly("P2-QUEUE", "P2-QUEUE");
        book.move(answered, Role.KORLAP, IncidentState.DIVERIFIKASI);
        book.clock.on(Duration.ofMinutes(10));
        assertThat(book.sweep()).contains("KORLAP-NO-ACK");
        assertThat(told(silent)).contains("KORLAP-NO-ACK KEPALA_SATPOL_PP true", "KORLAP-NO-ACK OPERATOR true");
        assertThat(told(answered)).noneMatch(line -> line.startsWith("KORLAP-NO-ACK"));
        assertThat(book.sweep()).doesNotContain("KORLAP-NO-ACK");
    }

    @Test
    void whatIsScheduledIsAListOnceAWeek() {
        long id = book.open(Priority.P4);
        book.clock.on(Duration.ofDays(6));
        assertThat(book.sweep()).containsExactly("P4-WEEKLY 2026-W49");
        assertThat(book.sweep()).isEmpty();
        book.clock.on(Duration.ofDays(7));
        assertThat(book.sweep()).containsExactly("P4-WEEKLY 2026-W50");
        assertThat(told(id)).hasSize(2);
    }

    @Test
    void manySweepsAtOnceTellEachOnce() throws InterruptedException, ExecutionException {
        for (int i = 0; i < 60; i++) {
            book.open(Priority.P3);
        }
        book.clock.on(Duration.ofHours(2));
        List<String> raised = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 3; round++) {
                List<Future<List<String>>> running = List.of(threads.submit(book::sweep), threads.submit(book::sweep),
                        threads.submit(book::sweep), threads.submit(book::sweep));
                for (Future<List<String>> one : running) {
                    raised.addAll(one.get());
                }
            }
        }
        // Still to be verified: no rule tells anybody of that, yet each is overdue.
        assertThat(raised).isEmpty();
        assertThat(count("command.incident WHERE overdue")).isEqualTo(60);
        book.database.rows("SELECT incident_id FROM command.incident").forEach(
                row -> book.move(row.path("incident_id").longValue(), Role.KORLAP, IncidentState.DIVERIFIKASI));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<String>> one : List.of(threads.submit(book::sweep), threads.submit(book::sweep),
                    threads.submit(book::sweep), threads.submit(book::sweep))) {
                raised.addAll(one.get());
            }
        }
        raised.addAll(book.sweep());
        assertThat(raised).hasSize(60).containsOnly("P3-DISPATCH");
        assertThat(count("command.escalation")).isEqualTo(60);
        assertThat(count("command.incident_timeline WHERE entry = 'escalated'")).isEqualTo(60);
    }

    private static long count(String of) {
        return book.database.row("SELECT count(*) AS count FROM " + of).map(row -> row.path("count").longValue())
                .orElseThrow();
    }

    @Test
    void aNewTargetHoldsForWhatComesAfterIt() {
        long before = book.open(Priority.P3);
        book.clock.on(Duration.ofMinutes(1));
        new TargetTable(book.database, book.clock).set("P3", "QUEUE",
                new TargetTable.Version(TargetTable.Kind.SECONDS, Optional.of(600), "Keputusan 1/2026"), "kepala");
        assertThat(due(before)).isEqualTo(after(Duration.ofMinutes(60)));
        assertThat(due(book.open(Priority.P3))).isEqualTo(after(Duration.ofMinutes(11)));
        book.database.execute("DELETE FROM command.clock_target WHERE set_by = 'kepala'");
    }

    @Test
    void whatWasLateIsKnownThoughNobodyLooked() {
        long id = book.open(Priority.P3);
        book.clock.on(Duration.ofMinutes(61));
        book.move(id, Role.KORLAP, IncidentState.DIVERIFIKASI);
        ObjectNode queue = book.clockOf(id, "QUEUE");
        assertThat(Instant.parse(queue.path("overdue_at").asText())).isEqualTo(after(Duration.ofMinutes(60)));
        assertThat(book.row(id).path("overdue").asBoolean()).isFalse();
    }
}
