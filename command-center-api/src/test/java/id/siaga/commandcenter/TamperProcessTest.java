package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.VerifyProcessTest.Said;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody who may do everything in the database, and has no signing key, against {@code siaga verify} as an inspector
 * runs it: a process of its own, its exit code, what it names first.
 */
class TamperProcessTest {
    private static final AnchorPolicy POLICY = new AnchorPolicy(Duration.ofSeconds(1), Duration.ofHours(1), 1000,
            Duration.ofHours(2));
    private static final String RECOMPUTE = """
                                            DO $$
                                            DECLARE
                                                r audit.record;
                                                before bytea := decode(repeat('00', 32), 'hex');
                                            BEGIN
                                                FOR r IN SELECT * FROM audit.record ORDER BY seq LOOP
                                                    r.prev_sha256 := before;
                                                    before := audit.digest(r);
                                                    UPDATE audit.record SET prev_sha256 = r.prev_sha256, sha256 = before WHERE seq = r.seq;
                                                END LOOP;
                                            END $$""";
    private static final String RENUMBER = """
                                           WITH n AS (SELECT seq, row_number() OVER (ORDER BY seq) AS next FROM audit.record)
                                           UPDATE audit.record r SET seq = -n.next FROM n WHERE n.seq = r.seq;
                                           UPDATE audit.record SET seq = -seq""";
    @TempDir
    static Path home;
    private static ScratchDatabase scratch;
    private static long middle;
    private static long firstAnchored;
    private static long lastAnchored;

    /** Evidence of a reading, an incident, an appointment; two anchors, and some records after the last. */
    @BeforeAll
    static void record() throws SQLException, IOException {
        scratch = new ScratchDatabase();
        scratch.migrateCommand();
        City city = new City(scratch.database());
        city.device("fl-1", "P2C");
        long message = city.reading("fl-1", City.T0, 3600.25);
        long alert = city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_1", "P1"));
        long event = scratch.database().row("SELECT event_id FROM telemetry.alert_event WHERE alert_id = ?", alert)
                .orElseThrow().path("event_id").longValue();
        city.evidence(event, "fl-1", City.T0, message);
        city.incident("32.75.01");
        scratch.database().execute("INSERT INTO command.account (user_name, created_at) VALUES ('siti', now())");
        firstAnchored = anchored();
        scratch.database().transaction(connection -> {
            new EvidenceLog().record(connection, event);
            return event;
        });
        for (int i = 0; i < 12; i++) {
            new AuditLog(scratch.database())
                    .write(new AuditRecord.Deed("read", "incident", Integer.toString(i), "{}"));
        }
        middle = firstAnchored + 6;
        lastAnchored = anchored();
        Files.copy(home.resolve("audit").resolve(AnchorKey.PUBLIC), home.resolve("handed-over.pem"));
        scratch.database().execute("CREATE TABLE audit.kept AS SELECT * FROM audit.record");
    }

    private static long anchored() throws IOException {
        long head = new AuditLog(scratch.database()).head().path("seq").longValue();
        anchoring(home).anchor();
        return head;
    }

    private static Anchoring anchoring(Path folder) throws IOException {
        return new Anchoring(scratch.database(), AnchorKey.in(folder.resolve("audit")),
                AnchorFile.in(folder.resolve("anchors")), List.of(), POLICY, Clock.systemUTC());
    }

    @AfterEach
    void restore() throws SQLException {
        asSuperuser("DELETE FROM audit.record", "INSERT INTO audit.record SELECT * FROM audit.kept");
    }

    @AfterAll
    static void stop() throws SQLException {
        scratch.close();
    }

    private static void asSuperuser(String... statements) throws SQLException {
        try (Connection connection = scratch.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE audit.record DISABLE TRIGGER ALL");
            for (String sql : statements) {
                statement.execute(sql.replace("$middle", Long.toString(middle))
                        .replace("$first", Long.toString(firstAnchored))
                        .replace("$last", Long.toString(lastAnchored)));
            }
            for (String trigger : List.of("link", "only_grows", "never_emptied")) {
                statement.execute("ALTER TABLE audit.record ENABLE ALWAYS TRIGGER " + trigger);
            }
        }
    }

    private static Said verify(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("verify", "--home", home.toString(), "--public-key",
                home.resolve("handed-over.pem").toString(), "--json"));
        command.addAll(List.of(more));
        return VerifyProcessTest.siaga(command.toArray(String[]::new));
    }

    private static Said verifyDatabase() throws Exception {
        return verify("--against-tables", "--database-url", scratch.source().getJdbcUrl());
    }

    private static void found(Said said, String kind) throws IOException {
        assertThat(said.code()).as(said.text()).isEqualTo(3);
        JsonNode first = VerifyProcessTest.json(said).path("findings").path(0);
        assertThat(first.path("kind").asText()).as(said.text()).isEqualTo(kind);
    }

    /** The log as it was left alone; what every other test is measured by. */
    @Test
    void leftAloneItIsIntact() throws Exception {
        Said said = verifyDatabase();
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(VerifyProcessTest.json(said).path("anchored_through").longValue()).isEqualTo(lastAnchored);
        assertThat(VerifyProcessTest.json(said).path("evidence_checked").longValue()).isEqualTo(1);
    }

    /** What was done to the log, every hash made to fit. */
    static Stream<Arguments> attacksOnTheLog() {
        return Stream.of(attack("an edited record", "REWRITTEN",
                "UPDATE audit.record SET actor = 'orang lain' WHERE seq = $middle", RECOMPUTE),
                attack("one edited before the first anchor", "REWRITTEN",
                        "UPDATE audit.record SET object_id = '999' WHERE seq = 2", RECOMPUTE),
                attack("one edited, the hashes left", "EDITED",
                        "UPDATE audit.record SET purpose = 'dinas' WHERE seq = $middle"),
                attack("a removed record", "REWRITTEN", "DELETE FROM audit.record WHERE seq = $middle", RENUMBER,
                        RECOMPUTE),
                attack("two swapped records", "REWRITTEN", "UPDATE audit.record SET seq = -1 WHERE seq = $middle",
                        "UPDATE audit.record SET seq = $middle WHERE seq = $middle + 2",
                        "UPDATE audit.record SET seq = $middle + 2 WHERE seq = -1",
                        "UPDATE audit.record SET at = (SELECT max(at) FROM audit.record)", RECOMPUTE),
                attack("a record twice", "REWRITTEN", "ALTER TABLE audit.record DROP CONSTRAINT record_pkey",
                        "INSERT INTO audit.record SELECT * FROM audit.record WHERE seq = $middle",
                        """
                        WITH n AS (SELECT ctid AS place, row_number() OVER (ORDER BY seq) AS next FROM audit.record)
                        UPDATE audit.record r SET seq = n.next FROM n WHERE n.place = r.ctid""",
                        "ALTER TABLE audit.record ADD CONSTRAINT record_pkey PRIMARY KEY (seq)", RECOMPUTE),
                attack("the tail cut off", "TRUNCATED", "DELETE FROM audit.record WHERE seq >= $last"),
                attack("the head cut off", "BROKEN_CHAIN", "DELETE FROM audit.record WHERE seq < 4", RENUMBER,
                        RECOMPUTE),
                attack("the head cut off behind the first record", "REWRITTEN",
                        "DELETE FROM audit.record WHERE seq = 2", RENUMBER, RECOMPUTE),
                attack("an older dump put back", "TRUNCATED", "DELETE FROM audit.record WHERE seq > $first"),
                attack("an older dump put back, and worked on", "REWRITTEN",
                        "DELETE FROM audit.record WHERE seq > $first",
                        "ALTER TABLE audit.record ENABLE ALWAYS TRIGGER link",
                        """
                        INSERT INTO audit.record (action, object_type, object_id)
                        SELECT 'read', 'incident', n::text FROM generate_series(1, 40) AS n"""),
                attack("the log of another installation", "FORGED_ANCHOR",
                        "UPDATE audit.record SET object_id = gen_random_uuid()::text WHERE seq = 1", RECOMPUTE),
                attack("a record added with a time of last year", "BROKEN_CHAIN",
                        """
                        INSERT INTO audit.record SELECT seq + 1, at - interval '1 year', 'budi', roles, operation, address,
                            purpose, 'read', 'incident', '7', detail, sha256, sha256
                        FROM audit.record ORDER BY seq DESC LIMIT 1""",
                        RECOMPUTE),
                attack("a record that says what no anchor says", "UNREADABLE",
                        "ALTER TABLE audit.record ENABLE ALWAYS TRIGGER link",
                        "INSERT INTO audit.record (action, object_type, object_id) VALUES ('anchor', 'anchor', 'x')"),
                attack("evidence of nothing", "UNREADABLE", "ALTER TABLE audit.record ENABLE ALWAYS TRIGGER link",
                        "INSERT INTO audit.record (action, object_type, object_id) VALUES ('evidence', 'x', 'x')"));
    }

    private static Arguments attack(String name, String kind, String... sql) {
        return Arguments.of(name, kind, sql);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksOnTheLog")
    void theLogIsFoundOut(String name, String kind, String[] sql) throws Exception {
        asSuperuser(sql);
        found(verifyDatabase(), kind);
    }

    /** What was done beside the log; then how it is put back. */
    static Stream<Arguments> attacksBesideTheLog() {
        return Stream.of(
                beside("a reading", "EVIDENCE", "UPDATE telemetry.flood_reading SET level_mm = level_mm - 2000",
                        "UPDATE telemetry.flood_reading SET level_mm = level_mm + 2000"),
                beside("the bytes it came in", "EVIDENCE", "UPDATE telemetry.message SET payload = payload || '\\x00'",
                        "UPDATE telemetry.message SET payload = substr(payload, 1, length(payload) - 1)"),
                beside("the decision", "EVIDENCE", "UPDATE telemetry.alert_event SET level = 'SIAGA_3'",
                        "UPDATE telemetry.alert_event SET level = 'SIAGA_1'"),
                beside("the alert", "EVIDENCE", "UPDATE telemetry.alert SET device_id = 'fl-2'",
                        "UPDATE telemetry.alert SET device_id = 'fl-1'"),
                beside("an incident", "TABLE", unseen("incident", "UPDATE command.incident SET kecamatan_code = NULL"),
                        unseen("incident", "UPDATE command.incident SET kecamatan_code = '32.75.01'")),
                beside("an appointment older than the log", "TABLE",
                        unseen("role_grant",
                                """
                                INSERT INTO command.role_grant (account_id, role, decree_type, decree_number, decree_date,
                                    valid_from, valid_until, granted_by, granted_at)
                                SELECT account_id, 'ADMIN_PUSAT', 'AWAL', '-', '2020-01-01', '2020-01-01', 'infinity',
                                    'sistem', '2020-01-01' FROM command.account WHERE user_name = 'siti'"""),
                        unseen("role_grant", "DELETE FROM command.role_grant")));
    }

    private static Arguments beside(String name, String kind, String there, String back) {
        return Arguments.of(name, kind, there, back);
    }

    private static String unseen(String table, String sql) {
        return "ALTER TABLE command.%1$s DISABLE TRIGGER audit_change; %2$s; ALTER TABLE command.%1$s ENABLE ALWAYS TRIGGER audit_change"
                .formatted(table, sql);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacksBesideTheLog")
    void whatTheLogSpeaksOfIsFoundOut(String name, String kind, String there, String back) throws Exception {
        asSuperuser(there);
        Said said = verifyDatabase();
        asSuperuser(back);
        found(said, kind);
    }

    @Test
    void aLogSignedAnewIsFoundOutByTheKeyThatWasHandedOver() throws Exception {
        Path forged = home.resolve("forged");
        asSuperuser("UPDATE audit.record SET actor = 'orang lain' WHERE seq = $middle",
                "DELETE FROM audit.record WHERE action = 'anchor'", RENUMBER, RECOMPUTE);
        anchoring(forged).anchor();
        String[] verify = {"verify", "--home", forged.toString(), "--json", "--database-url",
                scratch.source().getJdbcUrl()};
        Said believing = VerifyProcessTest.siaga(verify);
        assertThat(believing.code()).as("who takes key and anchors from the forger sees nothing").isZero();
        assertThat(VerifyProcessTest.json(believing).path("key_sha256").asText()).as("but the key's name").hasSize(64)
                .isNotEqualTo(VerifyProcessTest.json(verify("--export", "/dev/null")).path("key_sha256").asText());
        found(verify("--anchors", forged.resolve("anchors").toString(), "--database-url",
                scratch.source().getJdbcUrl()), "FORGED_ANCHOR");
    }

    @Test
    void anExportIsFoundOut() throws Exception {
        Path export = home.resolve("export.ndjson");
        assertThat(VerifyProcessTest.siaga("audit-export", "--database-url", scratch.source().getJdbcUrl(),
                "--purpose", "uji", "--output", export.toString()).code()).isZero();
        assertThat(verify("--export", export.toString()).code()).isZero();
        int at = (int) middle;
        changed(export, "UNREADABLE", lines -> with(lines, at, lines.get(at).replace("\"at\":\"2", "\"at\":\"1")));
        changed(export, "UNREADABLE",
                lines -> with(lines, at, lines.get(at).replace("\"actor\"", "\"actor\":\"budi\",\"actor\"")));
        changed(export, "EDITED", lines -> with(lines, at, lines.get(at).replace("\"read\"", "\"reap\"")));
        changed(export, "TRUNCATED", lines -> lines.subList(0, (int) lastAnchored - 1));
        changed(export, "BROKEN_CHAIN", lines -> lines.subList(1, lines.size()));
        changed(export, "BROKEN_CHAIN", lines -> {
            Collections.swap(lines, at, at + 1);
            return lines;
        });
    }

    private static List<String> with(List<String> lines, int at, String line) {
        assertThat(line).isNotEqualTo(lines.set(at, line));
        return lines;
    }

    private static void changed(Path export, String kind, UnaryOperator<List<String>> how) throws Exception {
        Path file = Files.write(home.resolve("changed.ndjson"),
                how.apply(new ArrayList<>(Files.readAllLines(export))));
        found(verify("--export", file.toString()), kind);
    }

    @Test
    void anotherInstallationsExportIsFoundOut() throws Exception {
        try (ScratchDatabase other = new ScratchDatabase()) {
            other.migrateCommand();
            for (int i = 0; i < lastAnchored; i++) {
                new AuditLog(other.database()).write(new AuditRecord.Deed("read", "incident", "1", "{}"));
            }
            Path export = home.resolve("other.ndjson");
            assertThat(VerifyProcessTest.siaga("audit-export", "--database-url", other.source().getJdbcUrl(),
                    "--purpose", "uji", "--output", export.toString()).code()).isZero();
            found(verify("--export", export.toString()), "FORGED_ANCHOR");
        }
    }

    @Test
    void aCopyOfTheAnchorsThatLostItsLastLineEndStillNamesWhatIsMissing() throws Exception {
        Path copy = Files.createDirectories(home.resolve("copy"));
        Files.writeString(copy.resolve(AnchorFile.NAME),
                Files.readString(home.resolve("anchors").resolve(AnchorFile.NAME)).stripTrailing());
        asSuperuser("DELETE FROM audit.record WHERE seq >= $last");
        found(verify("--anchors", copy.toString(), "--database-url", scratch.source().getJdbcUrl()), "TRUNCATED");
    }
}
