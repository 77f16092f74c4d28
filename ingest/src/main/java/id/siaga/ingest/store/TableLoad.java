package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The rows of one table in one batch, and the two ways of writing them. Not thread-safe. */
final class TableLoad {

    private final String table;
    private final String columns;
    private final CopyBuffer rows = new CopyBuffer();

    TableLoad(String table, String columns) {
        this.table = table;
        this.columns = columns;
    }

    String table() {
        return table;
    }

    CopyBuffer rows() {
        return rows;
    }

    void clear() {
        rows.clear();
    }

    /** The fast path: straight into the table; a duplicate key fails the transaction. */
    void copy(Connection connection) throws SQLException {
        copyInto(connection, "telemetry." + table);
    }

    /** The safe path: through a temporary table; adds the message ids of the rows that were new to {@code inserted}. */
    void merge(Connection connection, Set<Long> inserted) throws SQLException {
        if (rows.rows() == 0) {
            return;
        }
        stage(connection);
        try (Statement statement = connection.createStatement();
                ResultSet fresh = statement
                        .executeQuery("""
                                      INSERT INTO telemetry.%1$s (%2$s) SELECT %2$s FROM pg_temp.incoming_%1$s
                                      ON CONFLICT DO NOTHING RETURNING message_id""".formatted(table, columns))) {
            while (fresh.next()) {
                inserted.add(fresh.getLong(1));
            }
        }
    }

    /** The safe path of a table without a key of its own: only the rows of these messages. */
    void mergeOnly(Connection connection, Set<Long> messageIds) throws SQLException {
        stage(connection);
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.%1$s (%2$s) SELECT %2$s FROM pg_temp.incoming_%1$s
                                  WHERE message_id = ANY(?)""".formatted(table, columns))) {
            insert.setArray(1, connection.createArrayOf("bigint", messageIds.toArray()));
            insert.executeUpdate();
        }
    }

    private void stage(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TEMPORARY TABLE IF NOT EXISTS incoming_%1$s (LIKE telemetry.%1$s) ON COMMIT DELETE ROWS"""
                            .formatted(table));
        }
        copyInto(connection, "pg_temp.incoming_" + table);
    }

    private void copyInto(Connection connection, String target) throws SQLException {
        if (rows.rows() == 0) {
            return;
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + target + " (" + columns + ") FROM STDIN (FORMAT binary)");
        copy.writeToCopy(rows.bytes(), 0, rows.finish());
        copy.endCopy();
    }
}
