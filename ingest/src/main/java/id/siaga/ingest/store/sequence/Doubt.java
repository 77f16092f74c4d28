package id.siaga.ingest.store.sequence;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.store.Entry;

/**
 * What a commit whose answer was lost may have stored. Its messages come again with the lane's next attempt and look
 * repeated; those that the lane itself stored beyond its last answered commit are no repeats of the sender's. Not
 * thread-safe.
 */
final class Doubt {

    private record Stored(String topic, Instant receivedAt, ByteBuffer payload) {
    }

    private final int writer;
    private final Set<Stored> unanswered = new HashSet<>();
    private @Nullable Long answered;

    Doubt(int writer) {
        this.writer = writer;
    }

    /** @param lastAnswered the last message of which a commit said that it is stored */
    void arise(long lastAnswered) {
        answered = answered == null ? Long.valueOf(lastAnswered) : answered;
    }

    /**
     * Finds what earlier attempts stored. Only after the rows of this attempt are written: where one repeats, its insert
     * has waited for the other transaction's end, and sees it.
     */
    void look(Connection connection, List<Entry> attempt) throws SQLException {
        if (answered == null || attempt.isEmpty()) {
            return;
        }
        Instant earliest = attempt.stream().map(entry -> entry.message().receivedAt()).min(Instant::compareTo)
                .orElseThrow().truncatedTo(ChronoUnit.MICROS);
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT topic, received_at, payload FROM telemetry.message
                                  WHERE message_id > ? AND message_id < ? AND (message_id >> 12) & 255 = ?
                                      AND received_at >= ?""")) {
            select.setLong(1, answered);
            select.setLong(2, attempt.getFirst().messageId());
            select.setInt(3, writer);
            select.setObject(4, earliest.atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    unanswered.add(new Stored(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant(),
                            ByteBuffer.wrap(row.getBytes(3))));
                }
            }
        }
    }

    /** An attempt was answered: whatever the ones before it stored is known. */
    void settle() {
        answered = null;
    }

    /** Another process has counted everything. */
    void clear() {
        answered = null;
        unanswered.clear();
    }

    /** Whether an attempt without an answer stored this message; says so once. */
    boolean explains(Entry entry) {
        return !unanswered.isEmpty() && unanswered.remove(new Stored(entry.message().topic(),
                entry.message().receivedAt().truncatedTo(ChronoUnit.MICROS),
                ByteBuffer.wrap(entry.message().payload())));
    }
}
