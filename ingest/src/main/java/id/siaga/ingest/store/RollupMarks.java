package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which minutes of which tables got rows, for the rollups of plain PostgreSQL (TimescaleDB keeps such a log itself). A
 * mark is written in the transaction of the rows, and a committed one is trusted for {@link #TRUSTED}: in that time the
 * lane's later batches need none of their own for the same minute. Nobody consumes a mark before {@link #SETTLED}, nor
 * before every transaction that may have trusted it has ended. One per lane, not thread-safe.
 */
final class RollupMarks {

    static final Duration TRUSTED = Duration.ofSeconds(10);
    static final Duration SETTLED = Duration.ofSeconds(15);
    private static final int REMEMBERED = 10_000;
    private static final long MINUTE_S = 60;

    private record Mark(String table, long minute) {
    }

    private final Database.Dialect dialect;
    private final LongSupplier nanoTime;
    private final Map<Mark, Long> trusted = new HashMap<>();
    private final Map<Mark, Long> written = new HashMap<>();
    private final Set<Mark> noted = new HashSet<>();
    private String lastTable = "";
    private long lastMinute;

    RollupMarks(Database.Dialect dialect) {
        this(dialect, System::nanoTime);
    }

    RollupMarks(Database.Dialect dialect, LongSupplier nanoTime) {
        this.dialect = dialect;
        this.nanoTime = nanoTime;
    }

    /** Forgets the batch before, whose marks are trusted only if {@link #committed} was called. */
    void clear() {
        noted.clear();
        written.clear();
        lastTable = "";
    }

    void note(String table, Instant observedAt) {
        long minute = Math.floorDiv(observedAt.getEpochSecond(), MINUTE_S);
        if (minute != lastMinute || !table.equals(lastTable)) {
            noted.add(new Mark(table, minute));
            lastMinute = minute;
            lastTable = table;
        }
    }

    /** Whether {@link #write} would have something to write, so that the rows' commit must wait for it. */
    boolean due() {
        long now = nanoTime.getAsLong();
        return dialect != Database.Dialect.TIMESCALEDB && noted.stream().anyMatch(mark -> !isTrusted(mark, now));
    }

    private boolean isTrusted(Mark mark, long now) {
        Long since = trusted.get(mark);
        return since != null && now - since <= TRUSTED.toNanos();
    }

    /**
     * Call after the batch's rows: only a transaction that has written already is waited for by who consumes marks. Also
     * after rows that were committed on their own: a mark that is still trusted then cannot have been consumed before
     * them, and one that is not is written once more.
     */
    void write(Connection connection) throws SQLException {
        if (dialect == Database.Dialect.TIMESCALEDB) {
            return;
        }
        long now = nanoTime.getAsLong();
        noted.stream().filter(mark -> !isTrusted(mark, now)).forEach(mark -> written.put(mark, now));
        if (!written.isEmpty()) {
            insert(connection);
        }
    }

    private void insert(Connection connection) throws SQLException {
        Mark[] marks = written.keySet().toArray(Mark[]::new);
        Object[] rollups = new Object[marks.length];
        Object[] buckets = new Object[marks.length];
        for (int i = 0; i < marks.length; i++) {
            rollups[i] = marks[i].table() + "_1m";
            buckets[i] = Instant.ofEpochSecond(marks[i].minute() * MINUTE_S).toString();
        }
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.rollup_dirty (rollup, bucket)
                                  SELECT * FROM unnest(?::text[], ?::timestamptz[])""")) {
            insert.setArray(1, connection.createArrayOf("text", rollups));
            insert.setArray(2, connection.createArrayOf("timestamptz", buckets));
            insert.executeUpdate();
        }
    }

    /** The transaction of the last batch has been committed. */
    void committed() {
        if (trusted.size() > REMEMBERED) {
            // Forgetting costs a mark more, never a row.
            trusted.clear();
        }
        trusted.putAll(written);
        written.clear();
    }
}
