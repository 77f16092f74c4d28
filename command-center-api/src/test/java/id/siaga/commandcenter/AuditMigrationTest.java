package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log asks of a later migration: nothing. */
class AuditMigrationTest {
    @TempDir
    private Path later;

    @Test
    void aMigrationMayChangeRowsAndTheirTableAndItsNewTableIsWatched() throws SQLException, IOException {
        try (ScratchDatabase scratch = new ScratchDatabase()) {
            scratch.migrateCommand();
            scratch.database().execute("INSERT INTO command.incident_state VALUES ('X', false)");
            Files.writeString(later.resolve("V900__later.sql"),
                    """
                    UPDATE incident_state SET open = true WHERE state = 'X';
                    ALTER TABLE incident_state ADD COLUMN color_secret text NOT NULL DEFAULT 'x';
                    CREATE TABLE brand_new (id int PRIMARY KEY);
                    """);
            Flyway.configure().dataSource(scratch.source()).schemas("command").table("schema_history")
                    .locations("classpath:db/command", "filesystem:" + later).load().migrate();
            scratch.database().execute("INSERT INTO command.brand_new VALUES (1)");
            scratch.database().execute("UPDATE command.incident_state SET color_secret = 'merah' WHERE state = 'X'");
            assertThat(scratch.database().rows("""
                                               SELECT action || ' ' || object_type AS said FROM audit.record
                                               WHERE object_type IN ('brand_new', 'incident_state') ORDER BY seq"""))
                    .extracting(row -> row.path("said").asText()).containsExactly("insert incident_state",
                            "update incident_state", "insert brand_new", "update incident_state");
            assertThat(scratch.database().rows("SELECT 1 FROM audit.record WHERE detail LIKE '%merah%'")).isEmpty();
        }
    }
}
