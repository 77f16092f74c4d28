package id.siaga.commandcenter.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** Prepared statements on a connection the caller owns, so several can share one transaction. */
public final class Statements {

    private Statements() {
    }

    public static List<ObjectNode> rows(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            return read(statement);
        }
    }

    /** As {@link #rows}; the server keeps no plan of it, so that none is made for values other than these. */
    public static List<ObjectNode> rowsPlannedAnew(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
            return read(statement);
        }
    }

    private static List<ObjectNode> read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<ObjectNode> result = new ArrayList<>();
            while (rows.next()) {
                result.add(JsonRow.of(rows));
            }
            return result;
        }
    }

    public static Optional<ObjectNode> row(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return rows(connection, sql, parameters).stream().findFirst();
    }

    /** The single row a statement with RETURNING, or an aggregate, always has. */
    public static ObjectNode only(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        return row(connection, sql, parameters).orElseThrow(() -> new SQLException("no row from " + sql, "02000"));
    }

    public static int execute(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.execute();
            return Math.max(statement.getUpdateCount(), 0);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            case String[] words -> statement.setArray(index, statement.getConnection().createArrayOf("text", words));
            case null, default -> statement.setObject(index, value);
        }
    }
}
