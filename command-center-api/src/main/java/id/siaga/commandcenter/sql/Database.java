package id.siaga.commandcenter.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A bounded pool of connections; a failed transaction leaves nothing behind and surfaces as {@link StoreFailure}. */
public record Database(DataSource source) {

    /** What runs inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs {@code work} in a transaction of its own and commits, or rolls back if it throws. */
    public <T> T transaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            return committed(connection, inside -> {
                tellActor(inside);
                return work.on(inside);
            });
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    private static void tellActor(Connection connection) throws SQLException {
        Optional<Actor> actor = Actor.current();
        if (actor.isPresent()) {
            Statements.execute(connection, "SELECT set_config('siaga.actor', ?, true)", actor.get().json());
        }
    }

    /** Runs {@code work} in a transaction of its own and leaves nothing of it behind. */
    public void rehearse(Work<?> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.on(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    /** On a connection that is gone there is nothing to roll back, and why it went is what counts. */
    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** All rows of a query as JSON objects, one field a column. */
    public List<ObjectNode> rows(String sql, @Nullable Object... parameters) {
        try (Connection connection = source.getConnection()) {
            return Statements.rows(connection, sql, parameters);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /** As {@link #rows}, planned for these very values: where which plan is best depends on them. */
    public List<ObjectNode> rowsPlannedAnew(String sql, @Nullable Object... parameters) {
        try (Connection connection = source.getConnection()) {
            return Statements.rowsPlannedAnew(connection, sql, parameters);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /**
     * As {@link #rows}, of a report that joins all there is: each table is walked once along an index. The planner would
     * join row by row when a table has grown since it was last counted, which of ten thousand devices takes minutes.
     */
    public List<ObjectNode> report(String sql, @Nullable Object... parameters) {
        return transaction(connection -> {
            Statements.execute(connection, "SET LOCAL enable_nestloop = off");
            Statements.execute(connection, "SET LOCAL enable_seqscan = off");
            return Statements.rowsPlannedAnew(connection, sql, parameters);
        });
    }

    /** The first row of a query, if any. */
    public Optional<ObjectNode> row(String sql, @Nullable Object... parameters) {
        return rows(sql, parameters).stream().findFirst();
    }

    /** Runs one statement in a transaction of its own and returns how many rows it touched. */
    public int execute(String sql, @Nullable Object... parameters) {
        return transaction(connection -> Statements.execute(connection, sql, parameters));
    }
}
