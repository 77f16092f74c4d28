package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The rows of one table in one batch, and the ways of writing them. Not thread-safe. */
final class TableLoad {

    private final String table;
    private final List<Field> fields;
    private final String columns;
    private final String insert;
    private final String key;
    private final RowContent content;
    private final CopyBuffer rows = new CopyBuffer();

    /** @param key the columns of the primary key, or empty when the table has none of its own */
    TableLoad(String table, List<Field> fields, String key) {
        this(table, fields, key, RowContent.NONE);
    }

    /** @param content what another message about the same row may complete, and must not contradict */
    TableLoad(String table, List<Field> fields, String key, RowContent content) {
        this.content = content;
        this.table = table;
        this.fields = fields;
        this.columns = fields.stream().map(Field::name).collect(Collectors.joining(", "));
        this.insert = "INSERT INTO telemetry.%s (%s) SELECT * FROM unnest(%s)".formatted(table, columns, fields.stream()
                .map(field -> "?::" + field.type().sql() + "[]").collect(Collectors.joining(", ")));
        this.key = key;
    }

    String table() {
        return table;
    }

    /** Begins a row; its fields are put in the order of the load's own. */
    CopyBuffer row() {
        return rows.row(fields.size());
    }

    boolean isEmpty() {
        return rows.rows() == 0;
    }

    void clear() {
        rows.clear();
    }

    /** The rows as one statement with a parameter for each column. */
    String insert() {
        return insert;
    }

    /** Binds the rows to {@link #insert()} from parameter {@code first} on and returns the next free one. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        List<BinaryArray> columnArrays = fields.stream().map(field -> new BinaryArray(field.type(), rows.rows()))
                .toList();
        rows.transpose(columnArrays);
        int next = first;
        for (BinaryArray array : columnArrays) {
            statement.setObject(next++, array);
        }
        return next;
    }

    /** The fast path of many rows: straight into the table; a duplicate key fails the transaction. */
    void copy(Connection connection) throws SQLException {
        copyInto(connection, "telemetry." + table);
    }

    /**
     * The safe path: through a temporary table; adds to {@code inserted} the message ids of the rows that were new, or
     * completed one.
     */
    void merge(Connection connection, Set<Long> inserted) throws SQLException {
        if (isEmpty()) {
            return;
        }
        stage(connection);
        int fresh = collect(connection,
                """
                INSERT INTO telemetry.%1$s (%2$s) SELECT %2$s FROM pg_temp.incoming_%1$s
                ON CONFLICT DO NOTHING RETURNING message_id""".formatted(table, columns), inserted);
        if (fresh < rows.rows() && !content.completed().isEmpty()) {
            // One statement completes a row once, though several messages may have something for it.
            String complete = content.complete(table);
            int completed = 1;
            while (completed > 0) {
                completed = collect(connection, complete, inserted);
            }
        }
    }

    private static int collect(Connection connection, String sql, Set<Long> messageIds) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            int count = 0;
            for (; row.next(); count++) {
                messageIds.add(row.getLong(1));
            }
            return count;
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

    /**
     * After the safe path: which of these messages, all of whose rows were there already, have the same bytes as the
     * message behind one of them, and which say something else. One whose rows are of messages no longer kept is
     * neither.
     */
    void compare(Connection connection, Set<Long> messageIds, Set<Long> sameBytes, Set<Long> otherWords)
            throws SQLException {
        if (isEmpty()) {
            return;
        }
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT sent.message_id, bool_or(stored.payload = sent.payload), bool_and(%3$s)
                                  FROM pg_temp.incoming_%1$s AS incoming
                                  JOIN telemetry.%1$s AS first USING (%2$s)
                                  JOIN telemetry.message AS stored ON stored.message_id = first.message_id
                                      AND stored.received_at = first.received_at
                                  JOIN pg_temp.incoming_message AS sent ON sent.message_id = incoming.message_id
                                  WHERE sent.message_id = ANY(?)
                                  GROUP BY sent.message_id""".formatted(table, key, content.contained()))) {
            select.setArray(1, connection.createArrayOf("bigint", messageIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        sameBytes.add(row.getLong(1));
                    }
                    if (!row.getBoolean(3)) {
                        otherWords.add(row.getLong(1));
                    }
                }
            }
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
        if (isEmpty()) {
            return;
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI()
                .copyIn("COPY " + target + " (" + columns + ") FROM STDIN (FORMAT binary)");
        copy.writeToCopy(rows.bytes(), 0, rows.finish());
        copy.endCopy();
    }
}
