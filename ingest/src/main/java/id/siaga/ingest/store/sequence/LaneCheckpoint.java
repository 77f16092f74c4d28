package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import id.siaga.ingest.store.MessageIds;

/**
 * Up to which of its messages a lane has written its account. The lane's connection holds an advisory lock while it
 * lives: a row without a lock is of a lane that is gone, and its messages beyond the row are still to be counted. Not
 * thread-safe.
 */
public final class LaneCheckpoint {

    /** The first key of our advisory locks; the second is the writer. */
    static final int LOCKS = 0x5E0;

    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);
    private static final String TAKEN_OVER = "40001";

    private final int writer;
    private long last;
    private long written;
    private long pending;
    private Instant writtenAt = Instant.EPOCH;
    private Instant triedAt = Instant.EPOCH;
    private boolean claimed;
    private boolean guarded;

    /** How a connection found the lane's row. */
    enum Claim {
        /** As the last answered commit left it. */
        OURS,
        /** As a later commit left it, whose answer was lost. */
        WRITTEN,
        /** Gone: another process has counted what it was about. */
        TAKEN_OVER
    }

    /** For a lane that starts now; what the doors have read in the last minute may still be on its way to it. */
    public static LaneCheckpoint of(MessageIds ids, Instant now) {
        return new LaneCheckpoint(ids.writer(), MessageIds.floor(now.minus(ON_ITS_WAY)));
    }

    /** @param floor below every message id this lane will give */
    LaneCheckpoint(int writer, long floor) {
        this.writer = writer;
        this.last = floor;
        this.written = floor;
        this.pending = floor;
    }

    int writer() {
        return writer;
    }

    /**
     * Never waits for the lock: our own broken connection may still hold it, which protects us until that ends. The row
     * is waited for, by what may be the end of our own lost commit.
     */
    Claim claim(Connection connection, Instant now) throws SQLException {
        guarded = lock(connection);
        triedAt = now;
        Claim claim = found(insert(connection), through(connection));
        connection.commit();
        claimed = true;
        if (claim == Claim.TAKEN_OVER) {
            written = last;
        }
        if (claim != Claim.WRITTEN) {
            pending = written;
        }
        return claim;
    }

    /** Whether an older connection held the lock when it was last tried, before {@code triedBefore}. */
    boolean isUnguarded(Instant triedBefore) {
        return !guarded && !triedAt.isAfter(triedBefore);
    }

    private Claim found(boolean missing, long through) {
        if (missing && claimed) {
            return Claim.TAKEN_OVER;
        }
        return pending > written && through >= pending ? Claim.WRITTEN : Claim.OURS;
    }

    private boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            lock.setInt(1, LOCKS);
            lock.setInt(2, writer);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private boolean insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.sequence_writer (writer, through) VALUES (?, ?)
                                  ON CONFLICT (writer) DO NOTHING""")) {
            insert.setInt(1, writer);
            insert.setLong(2, last);
            return insert.executeUpdate() == 1;
        }
    }

    private long through(Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT through FROM telemetry.sequence_writer WHERE writer = ? FOR UPDATE")) {
            select.setInt(1, writer);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : Long.MIN_VALUE;
            }
        }
    }

    void seen(long messageId) {
        last = Math.max(last, messageId);
    }

    long last() {
        return last;
    }

    boolean isDue(Instant writtenBefore) {
        return last > written && writtenAt.isBefore(writtenBefore);
    }

    /** @throws SQLException of class 40, to be tried again, also when another process has taken over meanwhile */
    void write(Connection connection, long through) throws SQLException {
        try (PreparedStatement update = connection
                .prepareStatement("UPDATE telemetry.sequence_writer SET through = ? WHERE writer = ?")) {
            update.setLong(1, through);
            update.setInt(2, writer);
            if (update.executeUpdate() == 0) {
                throw new SQLException("another process has taken over writer " + writer, TAKEN_OVER);
            }
        }
        pending = through;
    }

    void written(Instant now) {
        if (pending > written) {
            written = pending;
            writtenAt = now;
        }
    }
}
