package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private final int writer;
    private long last;
    private long written;
    private long pending;
    private Instant writtenAt = Instant.EPOCH;
    private boolean claimed;

    /** How a connection found the lane's row. */
    enum Claim {
        OURS, TAKEN_OVER
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

    /** Without waiting: it may be our own broken connection that still holds the lock, and that protects us as well. */
    Claim claim(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)");
                PreparedStatement insert = connection
                        .prepareStatement("""
                                          INSERT INTO telemetry.sequence_writer (writer, through) VALUES (?, ?)
                                          ON CONFLICT (writer) DO NOTHING""")) {
            lock.setInt(1, LOCKS);
            lock.setInt(2, writer);
            lock.execute();
            insert.setInt(1, writer);
            insert.setLong(2, last);
            boolean missing = insert.executeUpdate() == 1;
            connection.commit();
            Claim claim = missing && claimed ? Claim.TAKEN_OVER : Claim.OURS;
            claimed = true;
            return claim;
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

    void write(Connection connection, long through) throws SQLException {
        try (PreparedStatement upsert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.sequence_writer (writer, through) VALUES (?, ?)
                                  ON CONFLICT (writer) DO UPDATE SET through = excluded.through""")) {
            upsert.setInt(1, writer);
            upsert.setLong(2, through);
            upsert.executeUpdate();
        }
        pending = through;
    }

    void written(Instant now) {
        if (pending > written) {
            written = pending;
            writtenAt = now;
        }
    }

    void rolledBack() {
        pending = written;
    }
}
