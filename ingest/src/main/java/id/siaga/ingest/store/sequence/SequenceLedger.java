package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.mqtt.Receipts;
import id.siaga.ingest.store.BatchWriter.Repeats;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.telemetry.Receipt;

/**
 * The account of a lane's devices. Memory follows the commits: a message is counted after the transaction that stores
 * it, and what was counted is written with a later one, a few devices at a time, at most {@code writeEvery} behind.
 * {@link LedgerRecovery} counts what a crash left unwritten. One per lane, not thread-safe.
 */
public final class SequenceLedger {

    private final SequencePolicy policy;
    private final LaneCheckpoint checkpoint;
    private final SequenceMetrics metrics;
    private final Receipts receipts;
    private final Map<String, DeviceAccount> accounts = new LinkedHashMap<>(64, 0.75f, true);
    private final Deque<DeviceAccount> changed = new ArrayDeque<>();
    private final List<DeviceAccount> writing = new ArrayList<>();

    public SequenceLedger(SequencePolicy policy, LaneCheckpoint checkpoint, SequenceMetrics metrics,
            Receipts receipts) {
        this.policy = policy;
        this.checkpoint = checkpoint;
        this.metrics = metrics;
        this.receipts = receipts;
    }

    /** Claims a new connection; before anything else is done on it. */
    public void attach(Connection connection) throws SQLException {
        if (checkpoint.claim(connection) == LaneCheckpoint.Claim.TAKEN_OVER) {
            // Another process thought us dead and counted what we had not written.
            accounts.clear();
            changed.clear();
        }
    }

    /** Reads up on devices not seen before. */
    public void meet(Connection connection, List<Entry> entries) throws SQLException {
        Set<String> speaking = new HashSet<>();
        entries.forEach(entry -> speaking.add(entry.device().deviceId()));
        meet(connection, speaking);
    }

    /** Whether something has waited long enough to be written. */
    public boolean due(Instant now) {
        Instant due = now.minus(policy.writeEvery());
        return checkpoint.isDue(due) || (!changed.isEmpty() && changed.getFirst().changedBefore(due));
    }

    /** Writes what has waited long enough into the open transaction. */
    public void write(Connection connection, Instant now) throws SQLException {
        if (due(now)) {
            writeBefore(connection, now.minus(policy.writeEvery()));
        }
    }

    /** Whether anything is counted and not written. */
    public boolean waiting() {
        return !changed.isEmpty();
    }

    /** Writes without waiting, as much as one transaction may. */
    public void writeWaiting(Connection connection) throws SQLException {
        writeBefore(connection, Instant.MAX);
    }

    /** Reads the accounts of those that are not in memory. */
    void meet(Connection connection, Set<String> deviceIds) throws SQLException {
        deviceIds.removeIf(accounts::containsKey);
        if (!deviceIds.isEmpty()) {
            new LedgerReader(policy).read(connection, deviceIds)
                    .forEach(account -> accounts.put(account.deviceId(), account));
        }
    }

    private void writeBefore(Connection connection, Instant time) throws SQLException {
        writing.clear();
        Iterator<DeviceAccount> waiting = changed.iterator();
        DeviceAccount next = waiting.hasNext() ? waiting.next() : null;
        while (next != null && writing.size() < policy.writeMost() && next.changedBefore(time)) {
            writing.add(next);
            next = waiting.hasNext() ? waiting.next() : null;
        }
        LedgerWriter.write(connection, writing, policy.sessionsKept());
        checkpoint.write(connection, next == null ? checkpoint.last() : next.firstUnwritten() - 1);
    }

    /** The transaction held: what it wrote is written, and what it stored is counted. */
    public void committed(List<Entry> stored, Repeats repeats, Instant now) {
        written(now);
        for (Entry entry : stored) {
            if (repeats.conflicts().contains(entry.messageId())) {
                // In quarantine: a receipt must not say that it is stored.
                continue;
            }
            boolean again = repeats.contains(entry) || entry.message().retained();
            note(entry.messageId(), entry.report(), entry.message().receivedAt(),
                    again ? Novelty.REPEATED : Novelty.FRESH, now);
        }
        forgetEldest();
    }

    /** The transaction of {@link #writeWaiting} held. */
    public void written(Instant now) {
        for (DeviceAccount account : writing) {
            account.written();
            changed.removeFirst();
        }
        writing.clear();
        checkpoint.written(now);
    }

    /** The transaction did not hold: what it would have written still waits. */
    public void rolledBack() {
        writing.clear();
        checkpoint.rolledBack();
    }

    /** Whether the store had the message before. */
    enum Novelty {
        FRESH, REPEATED
    }

    void note(long messageId, Decoded.Report report, Instant receivedAt, Novelty novelty, Instant now) {
        checkpoint.seen(messageId);
        Long number = report.sequence();
        boolean counts = novelty == Novelty.FRESH && !report.samples().isEmpty();
        boolean numbered = number != null && number >= 0;
        DeviceAccount account = accounts.get(report.deviceId());
        if (account == null || !(counts || numbered)) {
            noteJoin(account, report);
            return;
        }
        if (!account.isChanged()) {
            changed.addLast(account);
        }
        account.changed(messageId, now);
        if (counts) {
            metrics.skewed(account.countSamples(report));
        }
        if (number != null && numbered) {
            note(account, Arrived.of(number, report, receivedAt), novelty);
        }
    }

    private void note(DeviceAccount account, Arrived arrived, Novelty novelty) {
        Track track = account.track();
        Verdict verdict = switch (novelty) {
            case FRESH -> track.arrive(arrived);
            case REPEATED -> track.repeated(arrived);
        };
        account.count(arrived, verdict);
        metrics.count(verdict);
        Session session = track.current();
        if (session != null && receipts.wants(account.deviceId())) {
            receipts.offer(new Receipt(account.deviceId(), session.ordinal(),
                    session.wrapped() ? null : session.first(), session.raw(session.contiguous()),
                    arrived.receivedAt()));
        }
    }

    private static void noteJoin(@Nullable DeviceAccount account, Decoded.Report report) {
        if (account != null && report.events().stream().anyMatch(event -> event.type().equals("device.join"))) {
            account.track().join();
        }
    }

    /** The last message of a device that is counted; 0 when none is. */
    long through(String deviceId) {
        DeviceAccount account = accounts.get(deviceId);
        return account == null ? 0 : account.through();
    }

    private void forgetEldest() {
        Iterator<DeviceAccount> eldest = accounts.values().iterator();
        while (accounts.size() > policy.devices() && eldest.hasNext()) {
            if (!eldest.next().isChanged()) {
                eldest.remove();
            }
        }
    }
}
