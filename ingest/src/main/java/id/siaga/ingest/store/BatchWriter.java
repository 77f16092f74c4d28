package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import id.siaga.ingest.store.Flight.Ending;

/**
 * Writes a batch of entries into the open transaction of a connection: plainly while nothing repeats (a
 * few rows with their commit in one flight, many by COPY), ON CONFLICT when something does. Redelivery changes nothing. One per lane, not thread-safe.
 */
public final class BatchWriter {

    /**
     * Messages of a batch that brought no new row.
     *
     * @param duplicates the same bytes are stored already, or rows that say the same, or what they could be compared with is no longer kept
     * @param conflicts another message of the same device and device time was stored first and says something else
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
     * Writes all rows, and {@code riders} with them unless something repeats. With {@link Ending#COMMIT} all may be
     * committed when this returns; the caller commits anyway.
     *
     * @return the messages that brought no new row; when there are any, the transaction is still open and no rider was
     *         taken along
     */
    public Repeats write(Connection connection, List<Entry> entries, Flight riders, Ending ending)
            throws SQLException {
        encoder.clear();
        entries.forEach(encoder::encode);
        if (!careful) {
            try {
                writeNew(connection, entries.size() <= ONE_FLIGHT, riders, ending);
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
        if (repeats.isEmpty()) {
            riders.fly(connection, ending);
        }
        return repeats;
    }

    /** A row that repeats takes all down with it, and their commit. */
    private void writeNew(Connection connection, boolean few, Flight riders, Ending ending) throws SQLException {
        Flight flight = new Flight();
        if (few) {
            encoder.all().filter(load -> !load.isEmpty()).forEach(load -> flight.add(load.insert(), load::bind));
        } else {
            copy(connection);
        }
        flight.addAll(riders).fly(connection, marks.due() ? Ending.OPEN : ending);
        marks.write(connection);
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

    /** A repeat of other bytes that says something else than the message that came first is not a redelivery. */
    private Repeats tellApart(Connection connection, Set<Long> repeated) throws SQLException {
        Set<Long> sameBytes = new HashSet<>();
        Set<Long> conflicts = new HashSet<>();
        for (TableLoad load : encoder.readings()) {
            load.compare(connection, repeated, sameBytes, conflicts);
        }
        conflicts.removeAll(sameBytes);
        Set<Long> duplicates = new HashSet<>(repeated);
        duplicates.removeAll(conflicts);
        return new Repeats(duplicates, conflicts);
    }

    private static boolean bringsRows(Entry entry) {
        return !entry.samples().isEmpty() || !entry.report().events().isEmpty();
    }
}
