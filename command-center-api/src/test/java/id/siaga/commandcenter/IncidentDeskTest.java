package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentChange;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Move;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Source;
import id.siaga.commandcenter.incident.Verification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what to an incident, and what it needs. */
class IncidentDeskTest {
    private static final String WHY = "alasan";
    private static IncidentBook book;
    private static volatile long guarded = -1;

    @BeforeAll
    static void start() {
        book = new IncidentBook((connection, id, to) -> id == guarded && to == IncidentState.SELESAI
                ? Optional.of("langkah SOP belum selesai")
                : Optional.empty());
    }

    @AfterAll
    static void stop() throws SQLException {
        book.close();
    }

    @Test
    void aWholeLife() {
        long id = book.open(Priority.P3);
        book.through(id, IncidentState.DIVERIFIKASI, IncidentState.DITUGASKAN, IncidentState.MENUJU_LOKASI,
                IncidentState.DI_LOKASI, IncidentState.DITANGANI, IncidentState.SELESAI, IncidentState.DITUTUP);
        assertThat(book.database.rows(
                """
                SELECT concat_ws(' ', entry, actor, from_state, to_state, recorded_at AT TIME ZONE 'Asia/Jakarta' -
                           min(recorded_at AT TIME ZONE 'Asia/Jakarta') OVER ()) AS line
                FROM command.incident_timeline WHERE incident_id = ? ORDER BY entry_id""", id))
                .extracting(row -> row.path("line").asText()).containsExactly("opened siti 00:00:00",
                        "changed korlap BARU DIVERIFIKASI 00:01:00", "changed korlap DIVERIFIKASI DITUGASKAN 00:02:00",
                        "changed korlap DITUGASKAN MENUJU_LOKASI 00:03:00",
                        "changed korlap MENUJU_LOKASI DI_LOKASI 00:04:00",
                        "changed korlap DI_LOKASI DITANGANI 00:05:00", "changed korlap DITANGANI SELESAI 00:06:00",
                        "changed korlap SELESAI DITUTUP 00:07:00");
        assertThat(book.row(id).path("verification").asText()).isEqualTo("VALID");
        assertThat(book.row(id).path("verified_by").asText()).isEqualTo("korlap");
        assertThat(book.database.rows("""
                                      SELECT clock || ' ' || extract(epoch FROM stopped_at - started_at)::int AS took
                                      FROM command.incident_clock WHERE incident_id = ? ORDER BY started_at, clock""",
                id)).extracting(row -> row.path("took").asText())
                .containsExactly("QUEUE 60", "RESOLUTION 360", "DISPATCH 60", "TRAVEL 120", "ON_SCENE 120");
    }

    @Test
    void anOfficerNeitherVerifiesNorCloses() {
        long id = book.open(Priority.P3);
        assertThat(book.move(id, Role.PETUGAS, IncidentState.DIVERIFIKASI))
                .isInstanceOf(ChangeOutcome.Forbidden.class);
        book.through(id, IncidentState.DIVERIFIKASI, IncidentState.DITUGASKAN);
        assertThat(book.move(id, Role.PETUGAS, IncidentState.MENUJU_LOKASI)).as("nobody sent him")
                .isEqualTo(new ChangeOutcome.Forbidden(Set.of(Role.OPERATOR, Role.KORLAP, Role.KEPALA_SATPOL_PP)));
        book.sent(id);
        assertThat(book.move(id, Role.PETUGAS, IncidentState.MENUJU_LOKASI)).isInstanceOf(ChangeOutcome.Changed.class);
        book.database.execute("UPDATE command.assignment SET cleared_at = assigned_at WHERE incident_id = ?", id);
        assertThat(book.move(id, Role.PETUGAS, IncidentState.DI_LOKASI)).as("his unit was withdrawn")
                .isInstanceOf(ChangeOutcome.Forbidden.class);
        book.through(id, IncidentState.DI_LOKASI, IncidentState.DITANGANI, IncidentState.SELESAI);
        assertThat(book.move(id, Role.PETUGAS, IncidentState.DITUTUP)).isInstanceOf(ChangeOutcome.Forbidden.class);
        assertThat(book.move(id, Role.OPERATOR, IncidentState.DITUTUP)).isInstanceOf(ChangeOutcome.Forbidden.class);
    }

    @Test
    void anAppointmentForAnotherKecamatanDoesNotCount() {
        long id = book.open(Priority.P3);
        Account who = new Account(1, "budi", List.of(new Grant(Role.KORLAP, Optional.of("32.75.02"), Optional.empty()),
                new Grant(Role.PETUGAS, Optional.empty(), Optional.empty())));
        assertThat(book.desk.change(new IncidentDesk.Asked(id, 1, Scope.CITY, who), IncidentBook.changeTo(
                IncidentBook.plain(IncidentState.DIVERIFIKASI)))).isInstanceOf(ChangeOutcome.Forbidden.class);
    }

    @Test
    void sideExitsAndReopeningNeedAReason() {
        long id = book.open(Priority.P3);
        for (Move move : List.of(new Move.On(IncidentState.DITOLAK), new Move.On(IncidentState.DIBATALKAN),
                new Move.Forwarded("Dishub"), new Move.DuplicateOf(book.open(Priority.P3)))) {
            assertThat(book.move(id, Role.OPERATOR, move, "")).as(move.toString())
                    .isEqualTo(new ChangeOutcome.Unfit("note", "alasan wajib diisi (a reason is required)"));
        }
        assertThat(book.move(id, Role.OPERATOR, new Move.Forwarded("Dishub"), WHY))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(book.row(id).path("forwarded_to").asText()).isEqualTo("Dishub");
        assertThat(book.row(id).path("verification").asText()).isEqualTo("OUT_OF_JURISDICTION");
    }

    @Test
    void afterSevenDaysItStaysDoneAndAfterClosureOnlyTheHeadReopens() {
        long id = done();
        book.clock.on(Duration.ofDays(7));
        assertThat(book.move(id, Role.KORLAP, new Move.On(IncidentState.DITANGANI), WHY))
                .isInstanceOf(ChangeOutcome.Changed.class);
        book.through(id, IncidentState.SELESAI);
        book.clock.on(Duration.ofDays(7).plusSeconds(1));
        assertThat(book.move(id, Role.KORLAP, new Move.On(IncidentState.DITANGANI), WHY))
                .isInstanceOf(ChangeOutcome.Illegal.class);
        book.through(id, IncidentState.DITUTUP);
        assertThat(book.move(id, Role.KORLAP, new Move.On(IncidentState.DITANGANI), WHY))
                .isInstanceOf(ChangeOutcome.Forbidden.class);
        assertThat(book.move(id, Role.KEPALA_SATPOL_PP, new Move.On(IncidentState.DITANGANI), WHY))
                .isInstanceOf(ChangeOutcome.Changed.class);
    }

    private static long done() {
        long id = book.open(Priority.P3);
        book.through(id, IncidentState.DIVERIFIKASI, IncidentState.DITUGASKAN, IncidentState.MENUJU_LOKASI,
                IncidentState.DI_LOKASI, IncidentState.DITANGANI, IncidentState.SELESAI);
        return id;
    }

    @Test
    void aComplaintIsVerifiedBeforeAUnitIsSentOrSomebodyAnswersForIt() {
        long id = book.open(Source.COMPLAINT, "TSO", Priority.P1);
        assertThat(book.state(id)).isEqualTo("BARU");
        assertThat(book.move(id, Role.OPERATOR, IncidentState.DITUGASKAN)).isInstanceOf(ChangeOutcome.Illegal.class);
        Move override = new Move.Verified(Verification.OVERRIDE);
        assertThat(book.move(id, Role.OPERATOR, override, "")).isInstanceOf(ChangeOutcome.Unfit.class);
        assertThat(book.move(id, Role.OPERATOR, override, "anak hanyut")).isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(book.row(id).path("verification").asText()).isEqualTo("OVERRIDE");
        assertThat(book.move(id, Role.OPERATOR, IncidentState.DITUGASKAN)).isInstanceOf(ChangeOutcome.Changed.class);
    }

    @Test
    void whatIsCodedOtherIsRecodedWhenVerified() {
        long id = book.open(Source.CALL_CENTER, "TLN", Priority.P3);
        assertThat(book.move(id, Role.OPERATOR, IncidentState.DIVERIFIKASI))
                .isEqualTo(new ChangeOutcome.Unfit("category",
                        "harus dikodekan ulang saat verifikasi (must be re-coded at verification)"));
        IncidentChange recoded = new IncidentChange(Optional.of(IncidentBook.plain(IncidentState.DIVERIFIKASI)),
                Optional.empty(), Optional.of("TPK"), Optional.empty());
        assertThat(book.desk.change(book.asked(id, Role.OPERATOR), recoded)).isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(book.row(id).path("category").asText()).isEqualTo("TPK");
    }

    @Test
    void whatAGuardObjectsToDoesNotHappen() {
        long id = book.open(Priority.P3);
        book.through(id, IncidentState.DIVERIFIKASI, IncidentState.DITUGASKAN, IncidentState.MENUJU_LOKASI,
                IncidentState.DI_LOKASI, IncidentState.DITANGANI);
        guarded = id;
        assertThat(book.move(id, Role.OPERATOR, IncidentState.SELESAI))
                .isEqualTo(new ChangeOutcome.Guarded("langkah SOP belum selesai"));
        assertThat(book.state(id)).isEqualTo("DITANGANI");
    }

    @Test
    void ofManyWhoSawTheSameOneWins() throws InterruptedException {
        long id = book.open(Priority.P3);
        IncidentDesk.Asked asked = book.asked(id, Role.KORLAP);
        Callable<ChangeOutcome> change = () -> book.desk.change(asked,
                IncidentBook.changeTo(IncidentBook.plain(IncidentState.DIVERIFIKASI)));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<ChangeOutcome> outcomes = threads
                    .invokeAll(IntStream.range(0, 8).mapToObj(each -> change).toList()).stream()
                    .map(IncidentDeskTest::result).toList();
            assertThat(outcomes).filteredOn(ChangeOutcome.Changed.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(ChangeOutcome.Stale.class::isInstance).hasSize(7);
        }
        assertThat(book.entries(id)).containsExactly("opened", "changed");
    }

    private static ChangeOutcome result(Future<ChangeOutcome> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unitsAndClosuresMoveItOnlyWhereItMayGo() {
        long id = book.open(Priority.P3);
        assertThat(moved(id, IncidentState.MENUJU_LOKASI)).isFalse();
        assertThat(moved(id, IncidentState.DIVERIFIKASI)).isTrue();
        assertThat(moved(id, IncidentState.DITUGASKAN)).isTrue();
        assertThat(moved(id, IncidentState.DUPLIKAT)).isFalse();
        assertThat(moved(Long.MAX_VALUE, IncidentState.DIVERIFIKASI)).isFalse();
        ObjectNode row = book.row(id);
        assertThat(row.path("state").asText()).isEqualTo("DITUGASKAN");
        assertThat(row.path("version").asInt()).isEqualTo(3);
        assertThat(book.database.rows("SELECT 1 FROM command.stream_event WHERE data->>'id' = ?", Long.toString(id)))
                .hasSize(3);
    }

    private static boolean moved(long id, IncidentState to) {
        return book.database.transaction(connection -> book.moves.to(connection, id, to, "unit:PP-01", "GPS"));
    }
}
