package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Accounts that changed, in the order in which they did, and the checkpoint that follows their writing. Not thread-safe. */
final class Unwritten {

    private final SequencePolicy policy;
    private final LaneCheckpoint checkpoint;
    private final Deque<DeviceAccount> changed = new ArrayDeque<>();
    private final List<DeviceAccount> writing = new ArrayList<>();

    Unwritten(SequencePolicy policy, LaneCheckpoint checkpoint) {
        this.policy = policy;
        this.checkpoint = checkpoint;
    }

    /** For a connection that is new, or whose claim failed: settles what became of the last write as well. */
    LaneCheckpoint.Claim claim(Connection connection, Instant now) throws SQLException {
        LaneCheckpoint.Claim claim = checkpoint.claim(connection, now);
        switch (claim) {
            case OURS -> writing.clear();
            case WRITTEN -> written(now);
            case TAKEN_OVER -> {
                writing.clear();
                changed.clear();
            }
        }
        return claim;
    }

    void add(DeviceAccount account, long messageId, Instant now) {
        if (!account.isChanged()) {
            changed.addLast(account);
        }
        account.changed(messageId, now);
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    boolean dueBefore(Instant time) {
        return checkpoint.isDue(time) || (!changed.isEmpty() && changed.getFirst().changedBefore(time));
    }

    /** Writes what changed before {@code time} into the open transaction, {@code most} devices of it. */
    void write(Connection connection, Instant time, int most) throws SQLException {
        writing.clear();
        Iterator<DeviceAccount> waiting = changed.iterator();
        DeviceAccount next = waiting.hasNext() ? waiting.next() : null;
        while (next != null && writing.size() < most && next.changedBefore(time)) {
            writing.add(next);
            next = waiting.hasNext() ? waiting.next() : null;
        }
        LedgerWriter.write(connection, writing, policy.sessionsKept());
        checkpoint.write(connection, next == null ? checkpoint.last() : next.firstUnwritten() - 1);
    }

    /** The transaction of the last {@link #write} held. */
    void written(Instant now) {
        for (DeviceAccount account : writing) {
            account.written();
            changed.removeFirst();
        }
        writing.clear();
        checkpoint.written(now);
    }
}
