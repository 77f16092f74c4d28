package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.audit.AuditLog;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.audit.anchor.AnchorFile;
import id.siaga.commandcenter.audit.anchor.AnchorKey;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.AnchorSeal;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import id.siaga.commandcenter.audit.verify.Anchors;
import id.siaga.commandcenter.audit.verify.ExportedRecords;
import id.siaga.commandcenter.audit.verify.Finding;
import id.siaga.commandcenter.audit.verify.Records;
import id.siaga.commandcenter.audit.verify.StoredRecords;
import id.siaga.commandcenter.audit.verify.Verdict;
import id.siaga.commandcenter.audit.verify.Verification;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a superuser does to the log, its anchors or its evidence, the check finds and names it. */
class TamperTest {
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
    private static ScratchDatabase scratch;
    private static Database database;
    private static City city;
    private static long event;
    private static long evidenceSeq;
    @TempDir
    static Path home;
    private static long firstAnchored;
    private static long lastAnchored;

    /** A log of two anchors and some records after the last, with evidence of a real reading. */
    @BeforeAll
    static void record() throws SQLException, IOException {
        scratch = new ScratchDatabase();
        scratch.migrateCommand();
        database = scratch.database();
        city = new City(database);
        city.device("fl-1", "P2C");
        long message = city.reading("fl-1", City.T0, 3600.25);
        long alert = city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_1", "P1"));
        event = database.row("SELECT event_id FROM telemetry.alert_event WHERE alert_id = ?", alert).orElseThrow()
                .path("event_id").longValue();
        city.evidence(event, "fl-1", City.T0, message);
        many(5);
        firstAnchored = head();
        anchoring().anchor();
        database.transaction(connection -> {
            new EvidenceLog().record(connection, event);
            return true;
        });
        evidenceSeq = head();
        many(20);
        lastAnchored = head();
        anchoring().anchor();
        many(3);
        keep();
    }

    private static void many(int records) {
        for (int i = 0; i < records; i++) {
            new AuditLog(database)
                    .write(new AuditRecord.Deed("read", "incident", Integer.toString(i), "{\"n\":\"é\"}"));
        }
    }

    private static void keep() {
        database.execute("CREATE TABLE audit.kept AS SELECT * FROM audit.record");
        database.execute("CREATE TABLE audit.kept_reading AS SELECT * FROM telemetry.flood_reading");
        database.execute("CREATE TABLE audit.kept_message AS SELECT * FROM telemetry.message");
    }

    private static long head() {
        return new AuditLog(database).head().path("seq").longValue();
    }

    private static Anchoring anchoring() throws IOException {
        return new Anchoring(database, AnchorKey.in(home.resolve("audit")), AnchorFile.in(home.resolve("anchors")),
                List.of(), POLICY, Clock.systemUTC());
    }

    @BeforeEach
    void keepAnchors() throws IOException {
        Files.copy(anchorFile(), home.resolve("anchors.kept"), StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void restore() throws IOException, SQLException {
        Files.copy(home.resolve("anchors.kept"), anchorFile(), StandardCopyOption.REPLACE_EXISTING);
        tamper("DELETE FROM audit.record", "INSERT INTO audit.record SELECT * FROM audit.kept",
                "DELETE FROM telemetry.flood_reading",
                "INSERT INTO telemetry.flood_reading SELECT * FROM audit.kept_reading",
                "DELETE FROM telemetry.message", "INSERT INTO telemetry.message SELECT * FROM audit.kept_message");
        assertThat(verdict().intact()).isTrue();
    }

    @AfterAll
    static void stop() throws SQLException {
        scratch.close();
    }

    private static Path anchorFile() {
        return home.resolve("anchors").resolve(AnchorFile.NAME);
    }

    /** As a superuser does: without triggers, and without the key if need be. */
    private static void tamper(String... statements) throws SQLException {
        try (Connection connection = scratch.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE audit.record DISABLE TRIGGER ALL");
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("ALTER TABLE audit.record ENABLE ALWAYS TRIGGER link");
            statement.execute("ALTER TABLE audit.record ENABLE ALWAYS TRIGGER only_grows");
            statement.execute("ALTER TABLE audit.record ENABLE ALWAYS TRIGGER never_emptied");
        }
    }

    private static Verdict verdict() throws IOException, SQLException {
        return verdict(new StoredRecords(scratch.source().getConnection()), Optional.empty());
    }

    private static Verdict verdict(Records log, Optional<String> retained) throws IOException {
        AnchorSeal seal = AnchorSeal.of(home.resolve("audit").resolve(AnchorKey.PUBLIC));
        try (Records records = log; Anchors anchors = Anchors.in(home.resolve("anchors"), seal)) {
            return new Verification(records, anchors, retained).verdict();
        }
    }

    private static void assertFound(Verdict verdict, Finding.Kind kind, long seq) {
        assertThat(verdict.findings()).first().satisfies(finding -> {
            assertThat(finding.kind()).as(finding.words()).isEqualTo(kind);
            assertThat(finding.seq()).as(finding.words()).isEqualTo(seq);
        });
    }

    @Test
    void anUntouchedLogIsIntact() throws IOException, SQLException {
        Verdict verdict = verdict();
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.anchors()).isEqualTo(2);
        assertThat(verdict.evidence()).isEqualTo(1);
        assertThat(verdict.anchored()).isEqualTo(lastAnchored);
        assertThat(verdict.chained()).isEqualTo(head());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"at, at + interval '1 microsecond'", "actor, actor || ' '",
            "roles, 'ADMIN_PUSAT'", "operation, 'x'",
            "address, '10.0.0.1'", "purpose, 'x'", "action, 'update'", "object_type, 'x'", "object_id, '999'",
            "detail, '{}'", "sha256, sha256('x')"})
    void anEditedColumnIsFound(String column, String value) throws IOException, SQLException {
        long seq = evidenceSeq + 4;
        tamper("UPDATE audit.record SET %s = %s WHERE seq = %d".formatted(column, value, seq));
        Verdict verdict = verdict();
        assertFound(verdict, Finding.Kind.EDITED, seq);
        assertThat(verdict.chained()).isEqualTo(seq - 1);
        assertThat(verdict.anchored()).isEqualTo(firstAnchored);
    }

    @Test
    void anEditedLinkIsFoundEvenWithItsHashMadeToFit() throws IOException, SQLException {
        long seq = evidenceSeq + 4;
        tamper("UPDATE audit.record SET prev_sha256 = sha256('x') WHERE seq = " + seq,
                "UPDATE audit.record r SET sha256 = audit.digest(r) WHERE seq = " + seq);
        assertFound(verdict(), Finding.Kind.BROKEN_CHAIN, seq);
    }

    @Test
    void aRecordEditedWithItsHashMadeToFitIsFoundAtTheNext() throws IOException, SQLException {
        long seq = evidenceSeq + 4;
        tamper("UPDATE audit.record SET actor = 'orang lain' WHERE seq = " + seq,
                "UPDATE audit.record r SET sha256 = audit.digest(r) WHERE seq = " + seq);
        assertFound(verdict(), Finding.Kind.BROKEN_CHAIN, seq + 1);
    }

    @Test
    void aRemovedRecordIsFound() throws IOException, SQLException {
        tamper("DELETE FROM audit.record WHERE seq = " + (evidenceSeq + 2));
        assertFound(verdict(), Finding.Kind.BROKEN_CHAIN, evidenceSeq + 2);
    }

    @Test
    void aRemovedRecordIsFoundWhenTheOthersAreRenumbered() throws IOException, SQLException {
        tamper("DELETE FROM audit.record WHERE seq = " + (evidenceSeq + 2),
                "UPDATE audit.record SET seq = -seq WHERE seq > " + (evidenceSeq + 2),
                "UPDATE audit.record SET seq = -seq - 1 WHERE seq < 0");
        assertFound(verdict(), Finding.Kind.EDITED, evidenceSeq + 2);
    }

    @Test
    void twoSwappedRecordsAreFound() throws IOException, SQLException {
        long one = evidenceSeq + 2;
        tamper("UPDATE audit.record SET seq = -1 WHERE seq = " + one,
                "UPDATE audit.record SET seq = %d WHERE seq = %d".formatted(one, one + 3),
                "UPDATE audit.record SET seq = %d WHERE seq = -1".formatted(one + 3));
        assertFound(verdict(), Finding.Kind.EDITED, one);
    }

    @Test
    void anInsertedRecordIsFound() throws IOException, SQLException {
        long at = evidenceSeq + 2;
        tamper("UPDATE audit.record SET seq = -seq WHERE seq >= " + at,
                "UPDATE audit.record SET seq = -seq + 1 WHERE seq < 0",
                """
                INSERT INTO audit.record SELECT %d, at, 'x', roles, operation, address, purpose, action, object_type,
                    object_id, detail, prev_sha256, sha256 FROM audit.record WHERE seq = %d""".formatted(at, at - 1),
                "UPDATE audit.record r SET sha256 = audit.digest(r), prev_sha256 = (SELECT sha256 FROM audit.record WHERE seq = r.seq - 1) WHERE seq = "
                        + at,
                "UPDATE audit.record r SET sha256 = audit.digest(r) WHERE seq = " + at);
        assertFound(verdict(), Finding.Kind.EDITED, at + 1);
    }

    @Test
    void aDuplicatedRecordIsFound() throws IOException, SQLException {
        long at = evidenceSeq + 2;
        tamper("ALTER TABLE audit.record DROP CONSTRAINT record_pkey",
                "INSERT INTO audit.record SELECT * FROM audit.record WHERE seq = " + at);
        assertFound(verdict(), Finding.Kind.BROKEN_CHAIN, at);
        tamper("DELETE FROM audit.record WHERE ctid = (SELECT max(ctid) FROM audit.record WHERE seq = %d)"
                .formatted(at),
                "ALTER TABLE audit.record ADD CONSTRAINT record_pkey PRIMARY KEY (seq)");
    }

    @Test
    void aTruncatedLogIsFound() throws IOException, SQLException {
        tamper("DELETE FROM audit.record WHERE seq >= " + lastAnchored);
        assertFound(verdict(), Finding.Kind.TRUNCATED, lastAnchored);
    }

    @Test
    void anEmptiedLogIsFound() throws IOException, SQLException {
        tamper("DELETE FROM audit.record");
        assertFound(verdict(), Finding.Kind.TRUNCATED, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE audit.record SET actor = 'orang lain' WHERE seq = %d",
            "DELETE FROM audit.record WHERE seq = %d; UPDATE audit.record SET seq = -seq WHERE seq > %d; UPDATE audit.record SET seq = -seq - 1 WHERE seq < 0",
            "UPDATE audit.record SET at = at + interval '1 microsecond' WHERE seq = %d"})
    void aLogWhoseHashesWereAllMadeToFitIsFoundByItsAnchors(String how) throws IOException, SQLException {
        tamper(how.replace("%d", Long.toString(evidenceSeq + 2)), RECOMPUTE);
        Verdict verdict = verdict();
        assertFound(verdict, Finding.Kind.REWRITTEN, firstAnchored + 1);
        assertThat(verdict.anchored()).isEqualTo(firstAnchored);
    }

    @Test
    void aLogOfAnotherInstallationIsFound() throws IOException, SQLException {
        tamper("UPDATE audit.record SET object_id = gen_random_uuid()::text WHERE seq = 1", RECOMPUTE);
        assertFound(verdict(), Finding.Kind.FORGED_ANCHOR, firstAnchored);
    }

    @Test
    void anchorsOfAnotherKeyAreFound() throws IOException, SQLException {
        Path forged = home.resolve("forged");
        new Anchoring(database, AnchorKey.in(forged.resolve("audit")), AnchorFile.in(forged.resolve("anchors")),
                List.of(), POLICY, Clock.systemUTC()).anchor();
        Files.copy(forged.resolve("anchors").resolve(AnchorFile.NAME), anchorFile(),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(verdict().findings()).first().extracting(Finding::kind).isEqualTo(Finding.Kind.FORGED_ANCHOR);
        tamper("DELETE FROM audit.record WHERE seq > " + (lastAnchored + 4));
        deleteAll(forged);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void anEditedAnchorIsFound() throws IOException, SQLException {
        Files.writeString(anchorFile(), Files.readString(anchorFile()).replaceFirst("\"at\":\"20", "\"at\":\"19"));
        assertThat(verdict().findings()).first().extracting(Finding::kind).isEqualTo(Finding.Kind.FORGED_ANCHOR);
    }

    @Test
    void anchorsRolledBackAreFoundByTheLogAndByTheBroker() throws IOException, SQLException {
        List<String> lines = Files.readAllLines(anchorFile());
        Files.writeString(anchorFile(), lines.getFirst() + "\n");
        assertFound(verdict(), Finding.Kind.MISSING_ANCHOR, lastAnchored + 1);
        tamper("DELETE FROM audit.record WHERE seq > " + lastAnchored);
        assertThat(verdict().intact()).isTrue();
        Verdict withBroker = verdict(new StoredRecords(scratch.source().getConnection()), Optional.of(lines.getLast()));
        assertFound(withBroker, Finding.Kind.MISSING_ANCHOR, lastAnchored);
    }

    @Test
    void aMissingFirstAnchorSwappedAnchorsAndNoAnchorsAreFound() throws IOException, SQLException {
        List<String> lines = Files.readAllLines(anchorFile());
        for (List<String> wrong : List.of(List.of(lines.get(1)), List.of(lines.get(1), lines.get(0)),
                List.of(lines.get(0), lines.get(0), lines.get(1)), List.<String>of())) {
            Files.write(anchorFile(), wrong);
            assertThat(verdict().findings()).first().extracting(Finding::kind)
                    .isEqualTo(Finding.Kind.MISSING_ANCHOR);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '"', value = {
            "UPDATE telemetry.flood_reading SET level_mm = 3500.25 # flood_reading of fl-1",
            "UPDATE telemetry.flood_reading SET level_mm = level_mm + 0.0000001 # flood_reading of fl-1",
            "UPDATE telemetry.flood_reading SET flags = 0 # flood_reading of fl-1",
            "DELETE FROM telemetry.flood_reading # flood_reading of fl-1",
            "UPDATE telemetry.message SET payload = payload || '\\x00' # bytes of message",
            "DELETE FROM telemetry.message # bytes of message",
            "UPDATE telemetry.alert_event SET level = 'SIAGA_3' # alert event",
            "UPDATE telemetry.alert SET rule_id = 'LAIN' # alert event"})
    void evidenceThatWasChangedIsFoundAndNamed(String how, String what) throws IOException, SQLException {
        tamper(how);
        Verdict verdict = verdict();
        assertFound(verdict, Finding.Kind.EVIDENCE, evidenceSeq);
        assertThat(verdict.findings().getFirst().words()).contains(what.strip());
        assertThat(verdict.chained()).as("the log itself is whole").isEqualTo(head());
        tamper("UPDATE telemetry.alert_event SET level = 'SIAGA_1'", "UPDATE telemetry.alert SET rule_id = 'FLD'");
    }

    @Test
    void evidenceThatIsKeptAsideOrCompletedIsStillTheSame() throws IOException, SQLException {
        tamper("UPDATE telemetry.flood_reading SET rain_mm = 4, flags = flags | 1");
        assertThat(verdict().intact()).isTrue();
        tamper("SET timezone = 'Asia/Jayapura'",
                """
                INSERT INTO telemetry.evidence_reading
                SELECT 'flood_reading', device_id, observed_at, message_id, to_jsonb(r) FROM telemetry.flood_reading r""",
                "INSERT INTO telemetry.evidence_message SELECT * FROM telemetry.message",
                "DELETE FROM telemetry.flood_reading", "DELETE FROM telemetry.message", "RESET timezone");
        assertThat(verdict().intact()).isTrue();
        tamper("UPDATE telemetry.evidence_reading SET reading = jsonb_set(reading, '{level_mm}', '1')");
        assertFound(verdict(), Finding.Kind.EVIDENCE, evidenceSeq);
        tamper("DELETE FROM telemetry.evidence_reading", "DELETE FROM telemetry.evidence_message");
    }

    @Test
    void theSystemItselfSignsNoLogThatItsLastAnchorContradicts() throws IOException, SQLException {
        tamper("UPDATE audit.record SET actor = 'orang lain' WHERE seq = " + lastAnchored, RECOMPUTE);
        Anchoring anchoring = new Anchoring(database, AnchorKey.in(home.resolve("audit")),
                AnchorFile.in(home.resolve("anchors")), List.of(),
                new AnchorPolicy(Duration.ZERO, Duration.ZERO, 1, Duration.ZERO), Clock.systemUTC());
        anchoring.look();
        assertThat(anchoring.trouble().orElseThrow()).contains("the audit log was changed");
        assertThat(Files.readAllLines(anchorFile())).hasSize(2);
    }

    /** Any one record, any byte of its export: changed, it is found; so is any line left out or moved. */
    @Test
    void anySingleChangeOfAnExportIsFound() throws IOException, SQLException {
        List<String> lines = exported();
        Path file = home.resolve("export.ndjson");
        Files.write(file, lines);
        assertThat(verdict(ExportedRecords.in(file), Optional.empty()).intact()).isTrue();
        Random random = new Random(20261121);
        for (int i = 0; i < 300; i++) {
            List<String> changed = new ArrayList<>(lines);
            int index = random.nextInt((int) lastAnchored);
            switch (random.nextInt(4)) {
                case 0 -> changed.remove(index);
                case 1 -> changed.add(random.nextInt(changed.size()), changed.get(index));
                case 2 ->
                    Collections.swap(changed, index, (index + 1 + random.nextInt(lines.size() - 1)) % lines.size());
                default -> changed.set(index, otherDigit(changed.get(index), random));
            }
            Files.write(file, changed);
            assertThat(verdict(ExportedRecords.in(file), Optional.empty()).intact()).as("change %d", i).isFalse();
        }
    }

    /** Changes one letter or digit. */
    private static String otherDigit(String line, Random random) {
        int at = 1 + random.nextInt(line.length() - 1);
        while (!Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at - 1) == '\\') {
            at = 1 + random.nextInt(line.length() - 1);
        }
        return line.substring(0, at) + (line.charAt(at) == '7' ? '8' : '7') + line.substring(at + 1);
    }

    private static List<String> exported() throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        try (Records records = new StoredRecords(scratch.source().getConnection())) {
            for (Optional<AuditRecord> next = records.next(); next.isPresent(); next = records.next()) {
                ObjectNode json = next.get().json();
                lines.add(json.toString());
            }
        }
        return lines;
    }
}
