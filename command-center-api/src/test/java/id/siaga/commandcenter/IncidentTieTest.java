package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.alert.AlertQueries;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.incident.AlertInbox;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentFilter;
import id.siaga.commandcenter.incident.IncidentOrder;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Incidents;
import id.siaga.commandcenter.incident.Move;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Sharing;
import id.siaga.commandcenter.incident.Splitting;
import id.siaga.commandcenter.incident.Tickets;
import id.siaga.commandcenter.incident.Verification;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.stream.StreamLog;
import id.siaga.ingest.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One incident of two, two of one, and one for two kecamatan. */
class IncidentTieTest {
    private static final String WHY = "alasan";
    private static IncidentBook book;
    private static City city;
    private static AlertInbox inbox;
    private static Incidents incidents;

    @BeforeAll
    static void start() {
        book = new IncidentBook();
        city = new City(book.database);
        StreamLog stream = new StreamLog(book.database);
        incidents = new Incidents(Centroids.shipped(), book.moves, Settings.shipped().incidentDefaults());
        inbox = new AlertInbox(book.database, incidents, new Tickets(stream, book.clock),
                new AlertQueries(book.database), stream, new EvidenceLog());
    }

    @AfterAll
    static void stop() throws SQLException {
        book.close();
    }

    private static long alerted(String device, String cause) {
        return city.alert("FLD", device + "@" + cause, cause, City.Decision.opened("SIAGA_3", "P3"));
    }

    private static long incidentOf(long alert) {
        return book.database.row("SELECT incident_id FROM command.incident_alert WHERE alert_id = ?", alert)
                .orElseThrow().path("incident_id").longValue();
    }

    private static long incidents(String cause) {
        return book.database.row("SELECT count(*) AS count FROM command.incident WHERE cause = ?", cause)
                .orElseThrow().path("count").longValue();
    }

    @Test
    void aDuplicateHandsOverItsAlertsAndWhatComesOfItsCause() {
        long first = alerted("fl-1", "merge:a");
        long second = alerted("fl-2", "merge:b");
        inbox.drain();
        long kept = incidentOf(first);
        long duplicate = incidentOf(second);
        assertThat(book.move(duplicate, Role.OPERATOR, new Move.DuplicateOf(kept), WHY))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(incidentOf(second)).isEqualTo(kept);
        city.decide(second, City.Decision.raised("SIAGA_1", "P1"));
        long third = alerted("fl-3", "merge:b");
        inbox.drain();
        assertThat(book.row(kept).path("priority").asText()).isEqualTo("P1");
        assertThat(incidentOf(third)).isEqualTo(kept);
        assertThat(incidents("merge:b")).isEqualTo(1);
        assertThat(book.entries(kept)).contains("merged");
        assertThat(book.row(duplicate).path("duplicate_of").asLong()).isEqualTo(kept);
        assertThat(book.row(duplicate).path("verification").asText()).isEqualTo("DUPLICATE");
    }

    @Test
    void whatTakesOverIsAsUrgentAndAsFarAsTheDuplicateWas() {
        long kept = book.open(Priority.P3);
        long duplicate = book.open(Priority.P1);
        book.move(duplicate, Role.OPERATOR, new Move.Verified(Verification.VALID), WHY);
        book.move(duplicate, Role.OPERATOR, new Move.DuplicateOf(kept), WHY);
        assertThat(book.row(kept).path("priority").asText()).isEqualTo("P1");
        assertThat(book.row(kept).path("state").asText()).isEqualTo("DIVERIFIKASI");
        assertThat(book.clockOf(kept, "QUEUE").path("stopped_at").isNull()).isFalse();
        long mild = book.open(Priority.P4);
        book.move(mild, Role.OPERATOR, new Move.DuplicateOf(kept), WHY);
        assertThat(book.row(kept).path("priority").asText()).as("never less").isEqualTo("P1");
    }

    @Test
    void duplicatesOfADuplicateAreHandedOnAndNoCircleForms() {
        long a = book.open(Priority.P3);
        long b = book.open(Priority.P3);
        long c = book.open(Priority.P3);
        book.move(a, Role.OPERATOR, new Move.DuplicateOf(b), WHY);
        book.move(b, Role.OPERATOR, new Move.DuplicateOf(c), WHY);
        assertThat(book.row(a).path("duplicate_of").asLong()).isEqualTo(c);
        for (long closed : new long[]{a, b, c}) {
            assertThat(book.move(c, Role.OPERATOR, new Move.DuplicateOf(closed), WHY))
                    .isInstanceOf(ChangeOutcome.Unfit.class);
        }
    }

    @Test
    void aPartBecomesAnIncidentOfItsOwnAndKeepsWhatItsAlertsDo() {
        long first = alerted("fl-1", "split");
        long second = alerted("fl-2", "split");
        inbox.drain();
        long whole = incidentOf(first);
        Splitting splitting = new Splitting(book.desk, incidents);
        assertThat(splitting.split(book.asked(whole, Role.OPERATOR),
                new Splitting.Part(List.of(first, second), "semua", WHY))).isInstanceOf(ChangeOutcome.Unfit.class);
        assertThat(splitting.split(book.asked(whole, Role.OPERATOR),
                new Splitting.Part(List.of(second), "Hulu sendiri", WHY))).isInstanceOf(ChangeOutcome.Changed.class);
        long part = incidentOf(second);
        assertThat(part).isNotEqualTo(whole);
        assertThat(book.row(part).path("split_from").asLong()).isEqualTo(whole);
        assertThat(book.clockOf(part, "QUEUE").path("stopped_at").isNull()).isTrue();
        city.decide(second, City.Decision.raised("SIAGA_1", "P1"));
        inbox.drain();
        assertThat(book.row(part).path("priority").asText()).isEqualTo("P1");
        assertThat(book.row(whole).path("priority").asText()).isEqualTo("P3");
        assertThat(book.entries(whole)).contains("split");
    }

    /** A panic button that was merged by mistake into a flood elsewhere. */
    @Test
    void aPartLiesWhereItsDeviceStandsAndIsAsUrgentAsItsAlertAsks() {
        book.database.execute("""
                              INSERT INTO telemetry.device (device_id, kind, name, status, latitude, longitude)
                              VALUES ('panic-1', 'door', 'Tombol', 'active', -6.298, 106.9591)""");
        long flood = alerted("fl-1", "apart");
        long panic = city.alert("GPS-PANIC", "panic-1", "apart", City.Decision.opened("ON", "P1"));
        book.database.execute("UPDATE telemetry.alert_event SET category = 'TKP' WHERE alert_id = ?", panic);
        inbox.drain();
        long whole = incidentOf(flood);
        book.priority(whole, Priority.P3);
        book.database.execute("""
                              UPDATE command.incident SET kecamatan_code = '32.75.10', shared_with = '{32.75.04}'
                              WHERE incident_id = ?""", whole);
        new Splitting(book.desk, incidents).split(book.asked(whole, Role.OPERATOR),
                new Splitting.Part(List.of(panic), "Tombol panik", WHY));
        JsonNode part = book.row(incidentOf(panic));
        assertThat(part.path("kecamatan_code").asText()).isEqualTo("32.75.09");
        assertThat(part.path("priority").asText()).isEqualTo("P1");
        assertThat(part.path("category").asText()).isEqualTo("TKP");
        assertThat(part.path("title").asText()).isEqualTo("Tombol panik");
        assertThat(part.path("state").asText()).as("a device's P1").isEqualTo("DIVERIFIKASI");
        assertThat(part.path("shared_with")).isEmpty();
        assertThat(book.clockOf(part.path("id").longValue(), "DISPATCH").path("due_at").isTextual()).isTrue();
        assertThat(book.database.rows("SELECT 1 FROM command.escalation WHERE incident_id = ?",
                part.path("id").longValue())).isNotEmpty();
        assertThat(book.row(whole).path("priority").asText()).isEqualTo("P3");
    }

    @Test
    void whoItIsSharedWithSeesAndMovesIt() {
        long id = book.open(Priority.P3);
        String own = book.row(id).path("kecamatan_code").asText();
        String other = own.equals("32.75.02") ? "32.75.03" : "32.75.02";
        Scope scope = new Scope(Optional.of(List.of(other)));
        IncidentQueries queries = new IncidentQueries(book.database);
        assertThat(queries.incident(scope, id)).isEmpty();
        Sharing sharing = new Sharing(book.desk, Centroids.shipped());
        assertThat(sharing.share(book.asked(id, Role.KORLAP), own, WHY)).isInstanceOf(ChangeOutcome.Unfit.class);
        assertThat(sharing.share(book.asked(id, Role.KORLAP), "32.99.01", WHY))
                .isInstanceOf(ChangeOutcome.Unfit.class);
        assertThat(sharing.share(book.asked(id, Role.KORLAP), other, WHY)).isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(queries.incident(scope, id)).isPresent();
        assertThat(ids(queries, scope)).contains(id);
        Account neighbour = new Account(2, "tono",
                List.of(new Grant(Role.KORLAP, Optional.of(other), Optional.empty())));
        assertThat(book.desk.change(
                new IncidentDesk.Asked(id, 2, scope, neighbour),
                IncidentBook.changeTo(IncidentBook.plain(
                        IncidentState.DIVERIFIKASI))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(sharing.end(book.asked(id, Role.KORLAP), other)).isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(queries.incident(scope, id)).isEmpty();
        assertThat(ids(queries, scope)).doesNotContain(id);
        assertThat(book.entries(id)).containsSubsequence("shared", "changed", "unshared");
    }

    private static List<Long> ids(IncidentQueries queries, Scope scope) {
        return queries.incidents(scope, IncidentFilter.NONE,
                new IncidentQueries.Part(IncidentOrder.URGENT, List.of(), 1000)).stream()
                .map(row -> row.path("id").longValue()).toList();
    }

    @Test
    void everyCodeOfTheShippedRulesIsInTheList() {
        List<String> codes = book.database.rows("SELECT code FROM command.violation_type").stream()
                .map(row -> row.path("code").asText()).toList();
        assertThat(codes).hasSize(19);
        assertThat(RuleCategories.shipped()).isNotEmpty().isSubsetOf(codes);
    }

    @Test
    void aWordThatIsNoCodeDoesNotKeepAnEmergencyFromBeingOne() {
        long alert = alerted("fl-1", "odd");
        book.database.execute("UPDATE telemetry.alert_event SET category = 'BANJIR' WHERE alert_id = ?", alert);
        inbox.drain();
        assertThat(book.row(incidentOf(alert)).path("category").asText()).isEqualTo("TLN");
    }

    /** What rules.yaml calls what it opens. */
    private static final class RuleCategories {
        static List<String> shipped() {
            try (InputStream yaml = Rule.class.getResourceAsStream("rules.yaml")) {
                JsonNode rules = new YAMLMapper().readTree(yaml);
                return StreamSupport.stream(rules.findValues("category").spliterator(), false)
                        .map(JsonNode::asText).distinct().toList();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
