package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a batch of entries into the open transaction of a connection: COPY while nothing repeats, ON CONFLICT when
 * something does. Redelivery changes nothing. One per lane, not thread-safe.
 */
public final class BatchWriter {

    private static final String UNIQUE_VIOLATION = "23505";

    private final RowEncoder encoder = new RowEncoder();
    private boolean careful;

    /**
     * Writes all rows; neither commits nor acknowledges.
     *
     * @return the ids of the messages that brought nothing new
     */
    public Set<Long> write(Connection connection, List<Entry> entries) throws SQLException {
        encoder.clear();
        entries.forEach(encoder::encode);
        if (!careful) {
            try {
                copy(connection);
                return Set.of();
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback();
            }
        }
        Set<Long> duplicates = merge(connection, entries);
        // Repeats come in runs (a redelivering broker, a replay): the next batch starts where this one ended up.
        careful = !duplicates.isEmpty();
        return duplicates;
    }

    private void copy(Connection connection) throws SQLException {
        for (TableLoad load : encoder.readings()) {
            load.copy(connection);
        }
        encoder.messages().copy(connection);
    }

    private Set<Long> merge(Connection connection, List<Entry> entries) throws SQLException {
        Set<Long> kept = new HashSet<>();
        for (TableLoad load : encoder.readings()) {
            load.merge(connection, kept);
        }
        Set<Long> duplicates = new HashSet<>();
        for (Entry entry : entries) {
            if (!kept.contains(entry.messageId()) && bringsRows(entry)) {
                duplicates.add(entry.messageId());
            } else {
                kept.add(entry.messageId());
            }
        }
        encoder.messages().mergeOnly(connection, kept);
        return duplicates;
    }

    private static boolean bringsRows(Entry entry) {
        return !entry.samples().isEmpty() || !entry.report().events().isEmpty();
    }
}
