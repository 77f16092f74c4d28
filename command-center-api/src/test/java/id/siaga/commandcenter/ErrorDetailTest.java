package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.siaga.ingest.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What the database says when it refuses goes to the log, so it may not tell rows. */
class ErrorDetailTest {

    @Test
    void aRefusalTellsNothingOfTheRow() throws Exception {
        try (ScratchDatabase scratch = new ScratchDatabase();
                Connection connection = Database.connect(scratch.source().getJdbcUrl(), "", "").source()
                        .getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(
                    () -> statement.execute("""
                                            INSERT INTO telemetry.device
                                                (device_id, kind, name, status, uplink_parent, secret_sha256)
                                            VALUES ('sw-1', 'switch', 'Rahasia', 'active', 'sw-1', '\\x3016890a')"""))
                    .isInstanceOf(SQLException.class).hasMessageContaining("check constraint")
                    .hasMessageNotContainingAny("Detail", "Rahasia", "3016890a");
        }
    }
}
