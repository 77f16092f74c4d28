package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Actor;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.sql.StoreFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put on record, by the database and by the API. */
class AuditTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static Running running;
    private static Database database;

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        running = new Running();
        database = running.database();
        running.city.device("fl-1", "P2C");
        running.city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_1", "P1"));
        running.city.notifyInbox();
        Eventually.until("an incident", () -> !database.rows("SELECT 1 FROM command.incident").isEmpty());
        running.login();
    }

    @AfterAll
    static void stop() throws TimeoutException, SQLException {
        running.close();
    }

    @Test
    void everyTableIsWatchedOrIsAnExceptionWithAReason() {
        assertThat(database.rows("""
                                 SELECT n.nspname || '.' || t.relname AS "table"
                                 FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
                                 LEFT JOIN audit.coverage c ON c.table_name = n.nspname || '.' || t.relname
                                 WHERE n.nspname IN ('command', 'telemetry') AND t.relkind IN ('r', 'p')
                                   AND NOT t.relispartition AND t.relname NOT LIKE '%\\_kept'
                                   AND coalesce(NOT c.watched AND c.reason <> '', false) = EXISTS (
                                       SELECT 1 FROM pg_trigger WHERE tgrelid = t.oid AND tgname = 'audit_change'
                                           AND tgdeferrable AND tginitdeferred AND tgenabled = 'A')"""))
                .isEmpty();
    }

    @Test
    void everyExceptionIsOfATableThatIsThere() {
        assertThat(database.rows("""
                                 SELECT table_name FROM audit.coverage
                                 WHERE to_regclass(table_name) IS NULL AND table_name NOT LIKE '%schema_history'
                                   AND table_name <> 'telemetry.rollup_dirty' -- of plain PostgreSQL only"""))
                .isEmpty();
    }

    @Test
    void aChangeIsRecordedWithWhoDidItAndOnlyWhatChanged() throws IOException, InterruptedException {
        JsonNode incident = anIncident();
        HttpResponse<String> changed = running.patch("/api/v1/incidents/" + incident.path("id"),
                "\"" + incident.path("version") + "\"", "{\"priority\":\"P2\"}");
        assertThat(changed.statusCode()).isEqualTo(200);
        ObjectNode record = database.row("""
                                         SELECT * FROM audit.record WHERE object_type = 'incident' AND object_id = ?
                                           AND detail::jsonb #> '{new,priority}' = '"P2"' ORDER BY seq DESC LIMIT 1""",
                incident.path("id").asText()).orElseThrow();
        assertThat(record.path("actor").asText()).isEqualTo("admin");
        assertThat(record.path("operation").asText()).isEqualTo("change_incident");
        assertThat(record.path("roles").asText()).contains("KEPALA_SATPOL_PP");
        assertThat(record.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(detail(record).path("old").path("priority").asText()).isEqualTo("P1");
        assertThat(detail(record).path("new").path("priority").asText()).isEqualTo("P2");
        assertThat(detail(record).path("new").has("title")).isFalse();
    }

    @Test
    void whatTheDatabaseIsToldByHandIsRecordedToo() throws IOException {
        database.execute("UPDATE command.incident SET kelurahan = 'Lain'");
        ObjectNode record = newest("incident", anIncident().path("id").asText(), "update");
        assertThat(record.path("actor").asText()).startsWith("db:");
        assertThat(detail(record).path("new").path("kelurahan").asText()).isEqualTo("Lain");
    }

    @Test
    void noSecretAndNothingPersonalIsInTheLog() throws IOException {
        database.execute(
                """
                CREATE TABLE command.contact (contact_id int PRIMARY KEY, name text, phone text, pin_secret text,
                    photo bytea)""");
        database.execute("COMMENT ON COLUMN command.contact.name IS 'caller [personal]'");
        database.rows("SELECT audit.watch_all()::text");
        database.execute("INSERT INTO command.contact VALUES (7, 'Siti', '0812', 'hunter2', '\\x0102')");
        JsonNode said = detail(newest("contact", "7", "insert")).path("new");
        assertThat(said.path("name").asText()).isEqualTo("(pribadi)");
        assertThat(said.path("phone").asText()).isEqualTo("(pribadi)");
        assertThat(said.path("pin_secret").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(said.path("photo").asText())
                .isEqualTo("sha256:a12871fee210fb8619291eaea194581cbd2531e4b23759d225f6806923f63222");
        database.execute("DROP TABLE command.contact");
        assertThat(database.rows("""
                                 SELECT r.seq FROM audit.record r JOIN command.account a
                                     ON r.detail LIKE '%' || a.password_hash || '%'""")).isEmpty();
    }

    @Test
    void aTableThatIsEmptiedAtOnceLeavesARecord() {
        database.execute("CREATE TABLE command.emptied (id int PRIMARY KEY)");
        database.rows("SELECT audit.watch_all()::text");
        database.execute("TRUNCATE command.emptied");
        assertThat(newest("emptied", "", "truncate").path("actor").asText()).startsWith("db:");
        database.execute("DROP TABLE command.emptied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE audit.record SET actor = 'x'", "DELETE FROM audit.record", "TRUNCATE audit.record",
            "WITH r AS (SELECT set_config('session_replication_role', 'replica', true)) UPDATE audit.record SET actor = 'x' FROM r"})
    void nobodyChangesTheLogNotEvenItsOwner(String sql) {
        assertThatThrownBy(() -> database.execute(sql)).isInstanceOf(StoreFailure.class)
                .hasMessageContaining("only grows");
    }

    @Test
    void whoInsertsARecordChoosesNeitherItsPlaceNorItsHash() {
        database.execute(
                """
                INSERT INTO audit.record (seq, at, actor, roles, operation, address, purpose, action, object_type,
                    object_id, detail, prev_sha256, sha256)
                VALUES (1, now(), 'x', '', '', '', '', 'forged', 'x', 'y', '{}', '', '')""");
        assertThat(
                database.rows("""
                              SELECT 1 FROM audit.record a JOIN audit.record b ON b.seq = a.seq - 1
                              WHERE a.action = 'forged' AND a.prev_sha256 = b.sha256 AND a.sha256 = audit.digest(a)"""))
                .hasSize(1);
    }

    @Test
    void loginLogoutAndFailedLoginAreRecorded() throws IOException, InterruptedException {
        String token = running.session(Role.SEKDA);
        assertThat(newestOf("actor", "sekda", "login")).isNotNull();
        HttpResponse<String> out = running.send(running.anonymous("/api/v1/sessions/current")
                .header("Authorization", "Bearer " + token).DELETE());
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(newestOf("actor", "sekda", "logout").path("operation").asText()).isEqualTo("logout");
        running.send(running.anonymous("/api/v1/sessions").POST(
                HttpRequest.BodyPublishers.ofString("{\"user\":\"sekda\",\"password\":\"salah\"}")));
        ObjectNode failed = newest("login_failure", "sekda/127.0.0.1", "login_failed");
        assertThat(failed.path("actor").asText()).isEqualTo("anonim");
    }

    @Test
    void seeingAnIncidentIsRecordedBeforeTheAnswerLeaves() throws IOException, InterruptedException {
        String id = anIncident().path("id").asText();
        running.send(running.request("/api/v1/incidents/" + id + "/timeline").header("X-Purpose", "rapat pagi"));
        ObjectNode record = newest("incident", id, "read");
        assertThat(record.path("operation").asText()).isEqualTo("timeline");
        assertThat(record.path("purpose").asText()).isEqualTo("rapat pagi");
        running.get("/api/v1/incidents?open=true");
        JsonNode list = detail(newest("incident", "", "read"));
        assertThat(list.path("ids")).extracting(JsonNode::asText).contains(id);
        assertThat(list.path("query").path("open").asText()).isEqualTo("true");
    }

    @Test
    void theEvidenceOfAnIncidentSaysWhetherItIsStillAsRecorded() throws IOException, InterruptedException {
        String path = "/api/v1/incidents/" + anIncident().path("id") + "/evidence";
        JsonNode recorded = Running.json(running.get(path)).path("items").path(0).path("recorded");
        assertThat(recorded.path("unchanged").asBoolean()).isTrue();
        assertThat(recorded.path("digests").path("rule_id").asText()).isEqualTo("FLD");
        database.execute("UPDATE telemetry.alert_event SET level = 'SIAGA_4'");
        JsonNode changed = Running.json(running.get(path)).path("items").path(0).path("recorded");
        assertThat(changed.path("unchanged").asBoolean()).isFalse();
        assertThat(changed.path("differences").path(0).asText()).contains("alert event");
        database.execute("UPDATE telemetry.alert_event SET level = 'SIAGA_1'");
    }

    @Test
    void openingTheStreamIsRecorded() throws IOException, InterruptedException {
        HttpResponse<java.io.InputStream> stream = running.client.send(running.request("/api/v1/stream").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        stream.body().close();
        assertThat(newestOf("operation", "stream", "read").path("actor").asText()).isEqualTo("admin");
    }

    @Test
    void whoIsRefusedIsRecorded() throws IOException, InterruptedException {
        String technician = running.session(Role.TEKNISI);
        HttpResponse<String> refused = running.send(running.anonymous("/api/v1/incidents")
                .header("Authorization", "Bearer " + technician));
        assertThat(refused.statusCode()).isEqualTo(403);
        ObjectNode record = newestOf("actor", "teknisi", "denied");
        assertThat(record.path("operation").asText()).isEqualTo("incidents");
        String elsewhere = running.session(Role.KORLAP, "32.75.01");
        String id = anIncident().path("id").asText();
        HttpResponse<String> missing = running.send(running.anonymous("/api/v1/incidents/" + id)
                .header("Authorization", "Bearer " + elsewhere));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(newest("incident", id, "denied").path("actor").asText()).isEqualTo("korlap32.75.01");
    }

    @Test
    void withoutARecordThereIsNoAnswer() throws IOException, InterruptedException {
        database.execute("ALTER TABLE audit.record ADD CONSTRAINT full_disk CHECK (action <> 'read') NOT VALID");
        try {
            HttpResponse<String> answer = running.get("/api/v1/incidents");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("TBN-");
            assertThat(running.get("/api/v1/stream").statusCode()).isEqualTo(500);
        } finally {
            database.execute("ALTER TABLE audit.record DROP CONSTRAINT full_disk");
        }
    }

    @Test
    void searchingNeedsAPurposeAndIsRecorded() throws IOException, InterruptedException {
        HttpResponse<String> refused = running.get("/api/v1/audit");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Running.json(refused).path("errors").path(0).path("field").asText()).isEqualTo("X-Purpose");
        JsonNode found = search("?actor=admin&operation=audit&limit=1");
        assertThat(found.path("items").isArray()).isTrue();
        ObjectNode record = newestOf("operation", "audit", "read");
        assertThat(record.path("purpose").asText()).isEqualTo("pemeriksaan");
        assertThat(detail(record).path("query").path("actor").asText()).isEqualTo("admin");
        assertThat(Running.json(running.get("/api/v1/audit/head")).path("sha256").asText()).matches("[0-9a-f]{64}");
    }

    @Test
    void searchFindsByObjectAndPeriodAndPages() throws IOException, InterruptedException {
        database.execute("CREATE TABLE command.paged (id int PRIMARY KEY, v int)");
        database.rows("SELECT audit.watch_all()::text");
        database.execute("INSERT INTO command.paged VALUES (1, 0)");
        IntStream.rangeClosed(1, 4).forEach(i -> database.execute("UPDATE command.paged SET v = ?", i));
        JsonNode first = search("?object_type=paged&object_id=1&limit=2");
        assertThat(first.path("items")).extracting(each -> each.path("detail").path("new").path("v").asInt())
                .containsExactly(4, 3);
        JsonNode second = search("?object_type=paged&object_id=1&limit=2&cursor=" + first.path("next_cursor").asText());
        assertThat(second.path("items")).extracting(each -> each.path("detail").path("new").path("v").asInt())
                .containsExactly(2, 1);
        assertThat(search("?object_type=paged&to=2020-01-01T00:00:00Z").path("items")).isEmpty();
        assertThat(search("?object_type=paged&from=2020-01-01T00:00:00Z").path("items")).hasSize(5);
        database.execute("DROP TABLE command.paged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPERATOR", "TEKNISI", "WALL", "PETUGAS"})
    void whoIsWatchedDoesNotSearch(Role role) throws IOException, InterruptedException {
        assertThat(running.send(running.anonymous("/api/v1/audit").header("X-Purpose", "x")
                .header("Authorization", "Bearer " + running.session(role))).statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsRolledBackLeavesNoRecordAndNoGap() {
        long before = count();
        database.rehearse(connection -> Statements.execute(connection, "UPDATE command.incident SET kelurahan = 'x'"));
        assertThat(count()).isEqualTo(before);
        assertThat(database.rows("SELECT 1 FROM audit.record HAVING count(*) <> max(seq)")).isEmpty();
    }

    @Test
    void transactionsThatMeetInAnyOrderNeverDeadlock() throws Exception {
        database.execute("CREATE TABLE command.crossing (id int PRIMARY KEY, v int)");
        database.rows("SELECT audit.watch_all()::text");
        database.execute("INSERT INTO command.crossing SELECT i, 0 FROM generate_series(1, 40) AS i");
        List<Thread> threads = IntStream.range(0, 4).mapToObj(n -> Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= 10; i++) {
                int row = n * 10 + i;
                database.transaction(connection -> {
                    Statements.execute(connection, "UPDATE command.crossing SET v = v + 1 WHERE id = ?", row);
                    Statements.execute(connection, "SELECT pg_advisory_xact_lock(4711)");
                    return Statements.execute(connection, "UPDATE command.crossing SET v = v + 1 WHERE id = ?", row);
                });
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(database.rows("SELECT 1 FROM command.crossing WHERE v <> 2")).isEmpty();
        assertThat(database.rows("SELECT 1 FROM audit.record HAVING count(*) <> max(seq)")).isEmpty();
        database.execute("DROP TABLE command.crossing");
    }

    @Test
    void anActorIsToldToTheDatabaseWhateverTheCode() throws Exception {
        Actor actor = new Actor("budi", "KORLAP", "op", "10.1.2.3", "uji");
        actor.does(() -> database.execute("UPDATE command.incident SET kecamatan = 'Z'"));
        assertThat(newestOf("actor", "budi", "update").path("address").asText()).isEqualTo("10.1.2.3");
    }

    private static JsonNode search(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = running.send(
                running.request("/api/v1/audit" + query).header("X-Purpose", "pemeriksaan"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Running.json(answer);
    }

    private static JsonNode anIncident() {
        return database.row("SELECT * FROM command.incident_json LIMIT 1").orElseThrow();
    }

    private static ObjectNode newest(String type, String id, String action) {
        return database.row("""
                            SELECT * FROM audit.record WHERE object_type = ? AND object_id = ? AND action = ?
                            ORDER BY seq DESC LIMIT 1""", type, id, action).orElseThrow();
    }

    private static ObjectNode newestOf(String column, String value, String action) {
        return database.row("SELECT * FROM audit.record WHERE " + column
                + " = ? AND action = ? ORDER BY seq DESC LIMIT 1", value, action).orElseThrow();
    }

    private static JsonNode detail(ObjectNode record) throws JsonProcessingException {
        return MAPPER.readTree(record.path("detail").asText());
    }

    private static long count() {
        return database.row("SELECT count(*) AS count FROM audit.record").orElseThrow().path("count").longValue();
    }
}
