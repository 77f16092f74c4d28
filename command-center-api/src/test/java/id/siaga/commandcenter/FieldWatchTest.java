package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.ingest.telemetry.Flag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to units by itself, with a second process that sweeps the same city. */
class FieldWatchTest {
    private static Running system;
    private static Patrols patrols;
    private static DispatchRoom second;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        patrols = new Patrols(system);
        second = DispatchRoom.open(system.database(),
                IncidentLife.moves(new StreamLog(system.database()), Clock.systemUTC()), Settings.shipped().field(),
                new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
        system.close();
    }

    /** Sent ten minutes ago. */
    private static long sent(long incident, long unit) throws Exception {
        long assignment = patrols.assigned(incident, unit);
        system.database()
                .execute("""
                         UPDATE command.assignment SET assigned_at = date_trunc('second', now()) - interval '600 s'
                         WHERE assignment_id = ?""", assignment);
        return assignment;
    }

    private static ObjectNode assignment(long id) {
        return system.database().row("SELECT * FROM command.assignment_json WHERE id = ?", id).orElseThrow();
    }

    private static Instant sentAt(long assignment) {
        return Instant.parse(assignment(assignment).path("assigned_at").asText());
    }

    private record Seen(long second, double northM, int flags) {
    }

    /** Leaves base at 60 s, arrives at 200 + 30 s; between them fixes that must not count. */
    private static List<Seen> drive() {
        List<Seen> drive = new ArrayList<>(List.of(new Seen(5, 0, 0), new Seen(30, 20, 0), new Seen(60, 400, 0),
                new Seen(120, 1_200, 0), new Seen(200, 2_200, 0), new Seen(215, 2_224, 0), new Seen(232, 2_224, 0),
                new Seen(20, 900, Flag.NO_FIX.bit()), new Seen(25, 2_224, Flag.STALE.bit()),
                new Seen(70, 2_224, Flag.OUT_OF_RANGE.bit())));
        for (int s = 240; s < 400; s += 10) {
            drive.add(new Seen(s, 2_224, 0));
        }
        return drive;
    }

    @Test
    void lateAndShuffledFixesGiveTheSameHistory() throws Exception {
        List<String> histories = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            String tracker = "gps-acak-" + seed;
            patrols.tracker(tracker);
            long unit = patrols.unit("ACAK-" + seed, null, tracker);
            patrols.onShift(unit);
            long incident = patrols.incident("P3", "DIVERIFIKASI", null);
            long assignment = sent(incident, unit);
            Instant start = sentAt(assignment);
            List<Seen> fixes = drive();
            if (seed > 0) {
                Collections.shuffle(fixes, new Random(seed));
            }
            for (Seen fix : fixes) {
                patrols.seen(tracker, start.plusSeconds(fix.second()), fix.northM(), fix.flags());
            }
            Eventually.until("judged to the end", () -> history(unit, start).endsWith("DI_LOKASI gps 230"));
            Eventually.until("the incident moved", () -> patrols.incidentState(incident).equals("DI_LOKASI"));
            histories.add(history(unit, start));
            assertThat(assignment(assignment).path("en_route_source").asText()).isEqualTo("gps");
        }
        assertThat(histories).containsOnly("DITUGASKAN dispatch 0; MENUJU gps 60; DI_LOKASI gps 230");
    }

    private static String history(long unit, Instant start) {
        return system.database()
                .rows("""
                      SELECT state || ' ' || source || ' ' || extract(epoch FROM at - ?::timestamptz)::int AS line
                      FROM command.unit_state WHERE unit_id = ? AND at >= ? ORDER BY at""", start,
                        unit, start)
                .stream().map(row -> row.path("line").asText())
                .collect(java.util.stream.Collectors.joining("; "));
    }

    @Test
    void aWordByHandOutranksGps() throws Exception {
        patrols.tracker("gps-kata");
        long unit = patrols.unit("KATA-1", null, "gps-kata");
        patrols.onShift(unit);
        long incident = patrols.incident("P3", "DIVERIFIKASI", null);
        long assignment = sent(incident, unit);
        assertThat(system.post("/api/v1/units/" + unit + "/states", "{\"state\":\"SIAGA\",\"reason\":\"x\"}")
                .statusCode()).isEqualTo(409);
        patrols.done("/units/" + unit + "/states", "{\"state\":\"DITUGASKAN\",\"reason\":\"pelacak salah\"}");
        patrols.seen("gps-kata", sentAt(assignment).plusSeconds(60), 900, 0);
        Eventually.until("judged", () -> assignment(assignment).path("en_route_at").isTextual());
        assertThat(patrols.stateOf(unit)).isEqualTo("DITUGASKAN");
        system.database().execute("UPDATE command.unit_override SET until = now() WHERE unit_id = ?", unit);
        system.database().execute("UPDATE command.unit SET judge_at = now() WHERE unit_id = ?", unit);
        Eventually.until("GPS again", () -> patrols.stateOf(unit).equals("MENUJU"));
        patrols.done("/assignments/" + assignment + "/progress", "{\"step\":\"ON_SCENE\"}");
        assertThat(patrols.stateOf(unit)).isEqualTo("DI_LOKASI");
    }

    @Test
    void aUnitWithoutATrackerIsSeenByItsCrewsPhone() throws Exception {
        long unit = patrols.unit("HP-1", null, null);
        String officer = patrols.onShift(unit);
        long incident = patrols.incident("P3", "DIVERIFIKASI", null);
        long assignment = sent(incident, unit);
        Instant start = sentAt(assignment);
        String body = """
                      {"positions":[
                       {"observed_at":"%s","lat":-6.29,"lng":107,"accuracy_m":9},
                       {"observed_at":"%s","lat":-6.28,"lng":107,"accuracy_m":9},
                       {"observed_at":"%s","lat":-6.28,"lng":107,"accuracy_m":2000},
                       {"observed_at":"%s","lat":-6.28,"lng":107,"accuracy_m":9}]}"""
                .formatted(start.plusSeconds(60), start.plusSeconds(200), start.plusSeconds(210),
                        start.plusSeconds(240));
        assertThat(patrols.as(officer, "POST", "/units/" + unit + "/positions", body).body())
                .isEqualTo("{\"stored\":4}");
        assertThat(patrols.as(officer, "POST", "/units/" + unit + "/positions", body).body())
                .isEqualTo("{\"stored\":0}");
        Eventually.until("on scene", () -> patrols.incidentState(incident).equals("DI_LOKASI"));
        assertThat(Instant.parse(assignment(assignment).path("on_scene_at").asText()))
                .isEqualTo(start.plusSeconds(230).truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void aMissedCheckInOpensOneWelfareCheckAndACheckInPreventsIt() throws Exception {
        long unit = patrols.unit("DIAM-1", null, null);
        String officer = patrols.onShift(unit);
        long incident = patrols.incident("P1", "DIVERIFIKASI", "32.75.04");
        long assignment = patrols.assigned(incident, unit);
        patrols.done("/assignments/" + assignment + "/progress", "{\"step\":\"ON_SCENE\"}");
        system.database().execute("""
                                  UPDATE command.assignment SET said_on_scene_at = now() - interval '20 min',
                                      assigned_at = now() - interval '30 min' WHERE assignment_id = ?""", assignment);
        String cause = "welfare/" + assignment;
        Eventually.until("a welfare check", () -> welfare(cause).size() == 1);
        ObjectNode check = welfare(cause).getFirst();
        assertThat(check.path("category").asText() + check.path("priority").asText()).isEqualTo("TKPP2");
        assertThat(check.path("kecamatan_code").asText()).isEqualTo("32.75.04");
        assertThat(patrols.seen("/incidents/" + incident + "/timeline").toString()).contains("check-in missed");
        assertThat(system.database().rows("SELECT data FROM command.stream_event WHERE type = 'escalation' "
                + "AND data ->> 'assignment_id' = ?", String.valueOf(assignment))).hasSize(1);
        assertThat(patrols.as(officer, "POST", "/assignments/" + assignment + "/check-ins", "{\"note\":\"aman\"}")
                .statusCode()).isEqualTo(201);
        sweeps();
        assertThat(welfare(cause)).hasSize(1);
        assertThat(alarms(assignment)).containsExactly("CHECK_IN_MISSED");
        system.database().execute("UPDATE command.check_in SET at = now() - interval '15 min' WHERE assignment_id = ?",
                assignment);
        Eventually.until("missed again", () -> alarms(assignment).size() == 2);
        assertThat(welfare(cause)).as("joins the one that is open").hasSize(1);
    }

    @Test
    void whoIsLateIsNamedOnce() throws Exception {
        long late = patrols.unit("TELAT-1", null, null);
        patrols.onShift(late);
        long unhurried = patrols.unit("TELAT-2", null, null);
        patrols.onShift(unhurried);
        long assignment = sent(patrols.incident("P2", "DIVERIFIKASI", null), late);
        long plain = sent(patrols.incident("P3", "DIVERIFIKASI", null), unhurried);
        Eventually.until("late", () -> alarms(assignment).contains("LATE"));
        sweeps();
        assertThat(alarms(assignment)).containsExactly("LATE");
        assertThat(alarms(plain)).isEmpty();
        assertThat(system.database().rows("""
                                          SELECT told, awaits_until IS NOT NULL AS awaited FROM command.escalation_json
                                          WHERE step = 'P2-LATE ' || ?::bigint""", assignment)).singleElement()
                .satisfies(raised -> {
                    assertThat(raised.path("told").path(0).asText()).isEqualTo("KORLAP");
                    assertThat(raised.path("awaited").booleanValue()).isTrue();
                });
    }

    @Test
    void aSilentTrackerOnTheWayToUrgentWorkOpensAWelfareCheck() throws Exception {
        patrols.tracker("gps-senyap");
        long unit = patrols.unit("SENYAP-1", null, "gps-senyap");
        patrols.onShift(unit);
        patrols.seen("gps-senyap", Instant.now(), 0, 0);
        long assignment = patrols.assigned(patrols.incident("P2", "DIVERIFIKASI", null), unit);
        patrols.done("/assignments/" + assignment + "/progress", "{\"step\":\"EN_ROUTE\"}");
        sweeps();
        assertThat(alarms(assignment)).isEmpty();
        system.database().execute("""
                                  UPDATE telemetry.device_state SET last_received_at = now() - interval '130 s'
                                  WHERE device_id = 'gps-senyap'""");
        Eventually.until("a welfare check", () -> welfare("welfare/" + assignment).size() == 1);
        assertThat(alarms(assignment)).containsExactly("SILENT");
    }

    private static List<ObjectNode> welfare(String cause) {
        return system.database().rows("SELECT * FROM command.incident_json WHERE cause = ?", cause);
    }

    private static List<String> alarms(long assignment) {
        return system.database().rows("""
                                      SELECT kind FROM command.assignment_alarm WHERE assignment_id = ?
                                      ORDER BY raised_at""", assignment).stream().map(row -> row.path("kind").asText())
                .toList();
    }

    /** Until the sweep has come by again: a unit made for that is on duty. */
    private static void sweeps() throws Exception {
        long unit = patrols.unit("TANDA-" + System.nanoTime(), null, null);
        patrols.onShift(unit);
        long another = patrols.unit("TANDA-" + System.nanoTime(), null, null);
        patrols.onShift(another);
    }
}
