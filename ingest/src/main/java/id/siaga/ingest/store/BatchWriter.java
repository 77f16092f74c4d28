package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a batch of entries into the open transaction of a connection: plainly while nothing repeats (a
 * few rows with their commit in one flight, many by COPY), ON CONFLICT when something does. Redelivery changes nothing. One per lane, not thread-safe.
 */
public final class BatchWriter {

    /**
     * Messages of a batch that brought no new row.
     *
     * @param duplicates the same bytes are stored already, or what they could be compared with is no longer kept
     * @param conflicts another message of the same device and device time was stored first
     */
    public record Repeats(Set<Long> duplicates, Set<Long> conflicts) {

        private static final Repeats NONE = new Repeats(Set.of(), Set.of());

        public boolean isEmpty() {
            return duplicates.isEmpty() && conflicts.isEmpty();
        }

        public boolean contains(Entry entry) {
            return duplicates.contains(entry.messageId()) || conflicts.contains(entry.messageId());
        }
    }

    /** What follows the rows in their transaction. */
    public enum Ending {
        /** Nothing: rows and commit may travel together. */
        COMMIT,
        /** More statements, and their commit, of the caller's. */
        OPEN
    }

    private static final String UNIQUE_VIOLATION = "23505";

    /** Below it a batch as one statement costs less than COPY's five round trips; above it COPY's rows are cheaper. */
    private static final int ONE_FLIGHT = 100;

    private final RollupMarks marks;
    private final RowEncoder encoder;
    private boolean careful;

    public BatchWriter(Database.Dialect dialect) {
        this.marks = new RollupMarks(dialect);
        this.encoder = new RowEncoder(marks);
    }

    /**
     * Writes all rows. With {@link Ending#COMMIT} they may be committed when this returns; the caller commits anyway.
     *
     * @return the messages that brought no new row; when there are any, the transaction is still open
     */
    public Repeats write(Connection connection, List<Entry> entries, Ending ending) throws SQLException {
        encoder.clear();
        entries.forEach(encoder::encode);
        if (!careful) {
            try {
                writeNew(connection, entries.size() <= ONE_FLIGHT, ending);
                marks.write(connection);
                return Repeats.NONE;
            } catch (SQLException e) {
                if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    throw e;
                }
                connection.rollback();
            }
        }
        Repeats repeats = merge(connection, entries);
        marks.write(connection);
        // Repeats come in runs (a redelivering broker, a replay): the next batch starts where this one ended up.
        careful = !repeats.isEmpty();
        return repeats;
    }

    private void writeNew(Connection connection, boolean few, Ending ending) throws SQLException {
        if (few) {
            fly(connection, marks.due() ? Ending.OPEN : ending);
        } else {
            copy(connection);
        }
    }

    /** All tables' rows, and the commit, in one round trip: a row that repeats takes the commit down with it. */
    private void fly(Connection connection, Ending ending) throws SQLException {
        List<TableLoad> loads = encoder.all().filter(load -> !load.isEmpty()).toList();
        if (loads.isEmpty()) {
            return;
        }
        String statements = loads.stream().map(TableLoad::insert).collect(Collectors.joining(";\n"));
        try (PreparedStatement flight = connection
                .prepareStatement(ending == Ending.COMMIT ? statements + ";\nCOMMIT" : statements)) {
            int next = 1;
            for (TableLoad load : loads) {
                next = load.bind(flight, next);
            }
            flight.execute();
        }
    }

    /** Call when the transaction of the last {@link #write} has been committed. */
    public void committed() {
        marks.committed();
    }

    private void copy(Connection connection) throws SQLException {
        for (TableLoad load : encoder.readings()) {
            load.copy(connection);
        }
        encoder.messages().copy(connection);
    }

    private Repeats merge(Connection connection, List<Entry> entries) throws SQLException {
        Set<Long> kept = new HashSet<>();
        for (TableLoad load : encoder.readings()) {
            load.merge(connection, kept);
        }
        Set<Long> repeated = new HashSet<>();
        for (Entry entry : entries) {
            if (!kept.contains(entry.messageId()) && bringsRows(entry)) {
                repeated.add(entry.messageId());
            } else {
                kept.add(entry.messageId());
            }
        }
        encoder.messages().mergeOnly(connection, kept);
        return repeated.isEmpty() ? Repeats.NONE : tellApart(connection, repeated);
    }

    /** A repeat whose bytes differ from those of the message that came first is not a redelivery. */
    private Repeats tellApart(Connection connection, Set<Long> repeated) throws SQLException {
        Map<Long, Boolean> sameBytes = new HashMap<>();
        for (TableLoad load : encoder.readings()) {
            load.compare(connection, repeated, sameBytes);
        }
        Set<Long> conflicts = new HashSet<>(repeated);
        conflicts.removeIf(id -> sameBytes.getOrDefault(id, true));
        Set<Long> duplicates = new HashSet<>(repeated);
        duplicates.removeAll(conflicts);
        return new Repeats(duplicates, conflicts);
    }

    private static boolean bringsRows(Entry entry) {
        return !entry.samples().isEmpty() || !entry.report().events().isEmpty();
    }
}
