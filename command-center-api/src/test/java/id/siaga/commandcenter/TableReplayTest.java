package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.audit.verify.Finding;
import id.siaga.commandcenter.audit.verify.StoredRecords;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was changed while the triggers were off is found by comparing the tables with the log. */
class TableReplayTest {
    private static Running running;
    private static Database database;

    /** An incident that people worked on, accounts and appointments, all of them recorded. */
    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        running = new Running();
        database = running.database();
        running.city.device("fl-1", "P2C");
        running.city.alert("FLD", "fl-1", "flood:P2C", City.Decision.opened("SIAGA_1", "P1"));
        running.city.notifyInbox();
        Eventually.until("an incident", () -> !database.rows("SELECT 1 FROM command.incident").isEmpty());
        running.login();
        running.session(Role.KORLAP, "32.75.01");
        database.execute("UPDATE command.incident SET priority = 'P2', kelurahan = NULL");
        database.execute("UPDATE command.incident SET kelurahan = 'Kayuringin'");
        database.execute(
                """
                INSERT INTO command.closure (incident_id, state, result, note, proposed_by, proposer_id,
                    proposed_at, doubts, sensors)
                SELECT incident_id, 'HELD', 'surut', 'air surut', 'admin', account_id, now(),
                    '[{"why": 1.50}]', '[]' FROM command.incident, command.account WHERE user_name = 'admin'""");
        database.execute(
                """
                INSERT INTO command.account (user_name, password_hash, created_at) VALUES ('sekali', 'x', now())""");
        database.execute("DELETE FROM command.account WHERE user_name = 'sekali'");
    }

    @AfterAll
    static void stop() throws TimeoutException, SQLException {
        running.close();
    }

    private static List<String> differences() throws SQLException, IOException {
        try (StoredRecords records = new StoredRecords(running.scratch.source().getConnection())) {
            return records.replay().findings(100).stream().map(Finding::words).toList();
        }
    }

    /** In one transaction, as a superuser, leaving no record and the triggers as they were. */
    private static void unseen(String table, String sql) {
        database.execute("ALTER TABLE command." + table + " DISABLE TRIGGER audit_change");
        database.execute(sql);
        database.execute("ALTER TABLE command." + table + " ENABLE ALWAYS TRIGGER audit_change");
    }

    @Test
    void whatWasRecordedIsAsRecorded() throws SQLException, IOException {
        assertThat(differences()).isEmpty();
        assertThat(database.rows("SELECT 1 FROM audit.record WHERE object_type IN ('incident', 'closure')"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "incident | UPDATE command.incident SET priority = 'P1' | UPDATE command.incident SET priority = 'P2' | differs in priority",
            "incident | UPDATE command.incident SET finished_at = now() | UPDATE command.incident SET finished_at = NULL | differs in finished_at",
            "closure | UPDATE command.closure SET proposed_by = 'budi' | UPDATE command.closure SET proposed_by = 'admin' | differs in proposed_by",
            "closure | UPDATE command.closure SET doubts = '[]' | UPDATE command.closure SET doubts = '[{\"why\": 1.50}]' | differs in doubts",
            "role_grant | UPDATE command.role_grant SET kecamatan_code = '32.75.02' WHERE role = 'KORLAP' | UPDATE command.role_grant SET kecamatan_code = '32.75.01' WHERE role = 'KORLAP' | differs in kecamatan_code",
            "account | UPDATE command.account SET password_hash = concat(password_hash, 'x') WHERE user_name = 'admin' | UPDATE command.account SET password_hash = left(password_hash, -1) WHERE user_name = 'admin' | differs in password_hash"})
    void aChangeThatLeftNoRecordIsFound(String table, String change, String back, String words)
            throws SQLException, IOException {
        unseen(table, change);
        assertThat(differences()).singleElement().asString().startsWith(table).endsWith(words);
        unseen(table, back);
        assertThat(differences()).isEmpty();
    }

    @Test
    void aRowThatWasSlippedInOrTakenAwayIsFound() throws SQLException, IOException {
        unseen("role_grant",
                """
                INSERT INTO command.role_grant (account_id, role, decree_type, decree_number, decree_date,
                    valid_from, valid_until, granted_by, granted_at)
                SELECT account_id, 'SEKDA', 'WALI_KOTA', '1', '2026-01-02', now(), 'infinity', 'admin', now()
                FROM command.account WHERE user_name = 'korlap32.75.01'""");
        assertThat(differences()).singleElement().asString().startsWith("role_grant").endsWith("was never recorded");
        unseen("role_grant", "DELETE FROM command.role_grant WHERE role = 'SEKDA'");
        database.execute("CREATE TABLE audit.put_aside AS SELECT * FROM command.closure");
        unseen("closure", "DELETE FROM command.closure");
        assertThat(differences()).singleElement().asString().startsWith("closure").endsWith("is gone");
        unseen("closure", "INSERT INTO command.closure OVERRIDING SYSTEM VALUE SELECT * FROM audit.put_aside");
        assertThat(differences()).isEmpty();
    }

    /** As the migration does with rows that are older than the log. */
    @Test
    void whatWasThereBeforeTheLogIsTakenStockOf() throws SQLException, IOException {
        unseen("suspension",
                """
                INSERT INTO command.suspension (account_id, reason_code, evidence, suspended_at, suspended_by, until)
                SELECT account_id, 'MELANGGAR_ATURAN', 'x', '2020-01-01', 'admin', '2020-01-02'
                FROM command.account WHERE user_name = 'admin'""");
        assertThat(differences()).singleElement().asString().startsWith("suspension").endsWith("was never recorded");
        database.execute("SELECT audit.take_stock('command.suspension')");
        assertThat(differences()).isEmpty();
        database.execute("SELECT audit.take_stock('command.suspension')");
        assertThat(database.rows("SELECT 1 FROM audit.record WHERE action = 'stock'")).as("once").hasSize(1);
        unseen("suspension", "UPDATE command.suspension SET evidence = 'y'");
        assertThat(differences()).singleElement().asString().endsWith("differs in evidence");
        unseen("suspension", "UPDATE command.suspension SET evidence = 'x'");
    }

    @Test
    void aColumnThatAMigrationAddsIsNoDifference() throws SQLException, IOException {
        database.execute("ALTER TABLE command.closure ADD colour text NOT NULL DEFAULT 'merah'");
        assertThat(differences()).isEmpty();
        unseen("closure", "UPDATE command.closure SET colour = 'biru'");
        assertThat(differences()).singleElement().asString().endsWith("differs in colour");
        database.execute("ALTER TABLE command.closure DROP COLUMN colour");
    }
}
