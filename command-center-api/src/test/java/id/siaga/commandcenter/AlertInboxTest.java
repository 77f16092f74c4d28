package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.alert.AlertQueries;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.incident.AlertInbox;
import id.siaga.commandcenter.incident.Incidents;
import id.siaga.commandcenter.incident.Tickets;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Wakeup;
import id.siaga.commandcenter.stream.StreamLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertInboxTest {
    private static ScratchDatabase scratch;
    private static Database database;
    private static City city;
    private static AlertInbox inbox;

    @BeforeAll
    static void start() throws SQLException {
        scratch = new ScratchDatabase();
        scratch.migrateCommand();
        database = scratch.database();
        city = new City(database);
        city.device("fl-1", "P2C");
        city.device("fl-2", "P2C");
        Clock clock = Clock.fixed(City.T0, ZoneOffset.UTC);
        StreamLog stream = new StreamLog(database);
        inbox = new AlertInbox(database, new Incidents(Centroids.shipped(), IncidentLife.moves(stream, clock),
                Settings.shipped().incidentDefaults()), new Tickets(stream, clock), new AlertQueries(database), stream,
                new EvidenceLog());
    }

    @AfterAll
    static void stop() throws SQLException {
        scratch.close();
    }

    @BeforeEach
    void empty() {
        database.execute("""
                         TRUNCATE command.incident, command.incident_alert, command.incident_timeline, command.ticket,
                             command.ticket_alert, command.stream_event, command.number_of_day, telemetry.alert,
                             telemetry.alert_event, telemetry.alert_evidence, telemetry.alert_outbox CASCADE""");
    }

    @Test
    void opensOneIncidentWithNumberAndPlace() {
        city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        inbox.drain();
        ObjectNode incident = only("SELECT * FROM command.incident_json");
        assertThat(incident.path("number").asText()).isEqualTo("TBN-20261121-0001");
        assertThat(incident.path("state").asText()).isEqualTo("BARU");
        assertThat(incident.path("kelurahan").asText()).isEqualTo("Jatirasa");
        assertThat(incident.path("kecamatan_code").asText()).isEqualTo("32.75.09");
        assertThat(incident.path("place_approximate").asBoolean()).isTrue();
        assertThat(incident.path("simulated").asBoolean()).isTrue();
    }

    @Test
    void whatIsLearntLateHappenedWhenItHappened() {
        city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        database.execute("UPDATE telemetry.alert_event SET at = at - interval '2 days'");
        inbox.drain();
        ObjectNode incident = only("SELECT * FROM command.incident_json");
        assertThat(Instant.parse(incident.path("opened_at").asText())).isEqualTo(City.T0);
        assertThat(Instant.parse(incident.path("caused_at").asText())).isEqualTo(City.T0.minus(Duration.ofDays(2)));
    }

    @Test
    void manyInboxesAndManyAlertsOfOneCauseMakeOneIncidentAndOneEntryEach()
            throws InterruptedException, ExecutionException {
        for (int i = 0; i < 60; i++) {
            city.alert("FLD", "device-" + i, "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<? extends Future<?>> running = IntStream.range(0, 6).mapToObj(i -> threads.submit(inbox::drain))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(count("command.incident")).isEqualTo(1);
        assertThat(count("command.incident_timeline")).isEqualTo(60);
        assertThat(count("command.incident_alert")).isEqualTo(60);
        assertThat(count("telemetry.alert_outbox")).isZero();
    }

    @Test
    void aRaisedAlertRaisesTheIncidentAndALoweredOrClearedOneLeavesItOpen() {
        long alert = city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        city.decide(alert, City.Decision.raised("SIAGA_1", "P1"));
        city.decide(alert, new City.Decision("lowered", "SIAGA_3", "incident", "P3", "P2C SIAGA_3"));
        city.decide(alert, City.Decision.cleared());
        inbox.drain();
        ObjectNode incident = only("SELECT * FROM command.incident_json");
        assertThat(incident.path("priority").asText()).isEqualTo("P1");
        assertThat(incident.path("state").asText()).isEqualTo("DIVERIFIKASI");
        assertThat(incident.path("verified_by").asText()).isEqualTo("sistem");
        assertThat(database.rows("SELECT entry FROM command.incident_timeline ORDER BY entry_id"))
                .extracting(row -> row.path("entry").asText())
                .containsExactly("opened", "raised", "escalated", "changed", "lowered", "cleared");
    }

    @Test
    void aSecondRuleRaisesPriorityByOneStepAndNeverAboveP1() {
        city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        city.alert("FLD-RISE-FAST", "fl-1", "flood:P2C", City.Decision.opened("CRIT", "P3"));
        inbox.drain();
        assertThat(only("SELECT priority FROM command.incident").path("priority").asText()).isEqualTo("P2");
        city.alert("FLD-X", "fl-1", "flood:P2C", City.Decision.opened("CRIT", "P3"));
        city.alert("FLD-Y", "fl-1", "flood:P2C", City.Decision.opened("CRIT", "P3"));
        inbox.drain();
        assertThat(only("SELECT priority FROM command.incident").path("priority").asText()).isEqualTo("P1");
    }

    @Test
    void ticketsResolveThemselvesWhenEveryAlertIsClear() {
        long first = city.alert("FLD-SILENT", "fl-1", "silent:P2C", City.Decision.ticket());
        long second = city.alert("FLD-SILENT", "fl-2", "silent:P2C", City.Decision.ticket());
        city.decide(first, City.Decision.cleared());
        inbox.drain();
        assertThat(only("SELECT state FROM command.ticket").path("state").asText()).isEqualTo("BUKA");
        city.decide(second, City.Decision.cleared());
        inbox.drain();
        assertThat(only("SELECT state FROM command.ticket").path("state").asText()).isEqualTo("SELESAI");
        assertThat(count("command.incident")).isZero();
    }

    @Test
    void aWorseningAfterPeopleClosedItOpensANewIncident() {
        long alert = city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        inbox.drain();
        database.execute("UPDATE command.incident SET state = 'DITOLAK'");
        city.decide(alert, City.Decision.raised("SIAGA_1", "P1"));
        inbox.drain();
        assertThat(database.rows("SELECT number FROM command.incident ORDER BY incident_id"))
                .extracting(row -> row.path("number").asText())
                .containsExactly("TBN-20261121-0001", "TBN-20261121-0002");
    }

    @Test
    void theSweepFindsWhatALostNotificationMissed() {
        try (Wakeup wakeup = new Wakeup(scratch.source(), AlertInbox.CHANNEL, Duration.ofMillis(100), inbox::drain)) {
            Eventually.until("listening", wakeup::isListening);
            city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
            Eventually.until("swept", () -> count("command.incident") == 1);
        }
    }

    @Test
    void aNotificationWakesItLongBeforeTheSweep() {
        try (Wakeup wakeup = new Wakeup(scratch.source(), AlertInbox.CHANNEL, Duration.ofSeconds(60), inbox::drain)) {
            Eventually.until("listening", wakeup::isListening);
            city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
            city.notifyInbox();
            Eventually.until("woken", () -> count("command.incident") == 1);
        }
    }

    @Test
    void anEventThatCannotBeAppliedHoldsUpNoOtherAndIsTakenLater() {
        database.execute("ALTER TABLE command.incident ADD CONSTRAINT refuse CHECK (cause <> 'refused')");
        city.alert("FLD", "fl-1", "refused", City.Decision.opened("SIAGA_3", "P3"));
        city.alert("FLD", "fl-2", "flood:P2C", City.Decision.opened("SIAGA_3", "P3"));
        inbox.drain();
        assertThat(only("SELECT cause FROM command.incident").path("cause").asText()).isEqualTo("flood:P2C");
        assertThat(count("telemetry.alert_outbox")).isEqualTo(1);
        database.execute("ALTER TABLE command.incident DROP CONSTRAINT refuse");
        inbox.drain();
        assertThat(count("command.incident")).isEqualTo(2);
        assertThat(count("telemetry.alert_outbox")).isZero();
    }

    private static ObjectNode only(String sql) {
        List<ObjectNode> rows = database.rows(sql);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static long count(String table) {
        return only("SELECT count(*) AS count FROM " + table).path("count").longValue();
    }
}
