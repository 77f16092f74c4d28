package id.siaga.ingest.store.sequence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
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
    private final Unwritten unwritten;
    private final Doubt doubt;

    public SequenceLedger(SequencePolicy policy, LaneCheckpoint checkpoint, SequenceMetrics metrics,
            Receipts receipts) {
        this.policy = policy;
        this.checkpoint = checkpoint;
        this.metrics = metrics;
        this.receipts = receipts;
        this.unwritten = new Unwritten(policy, checkpoint);
        this.doubt = new Doubt(checkpoint.writer());
    }

    /** Claims a new connection; before anything else is done on it. */
    public void attach(Connection connection, Instant now) throws SQLException {
        if (unwritten.claim(connection, now) == LaneCheckpoint.Claim.TAKEN_OVER) {
            // Another process thought us dead and counted what we had not written.
            accounts.clear();
            doubt.clear();
        }
    }

    /** Claims the connection again while an older one held what protects us; between two transactions. */
    public void guard(Connection connection, Instant now) throws SQLException {
        if (checkpoint.isUnguarded(now.minus(policy.claimEvery()))) {
            attach(connection, now);
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
        return unwritten.dueBefore(now.minus(policy.writeEvery()));
    }

    /**
     * Writes what has waited long enough into the open transaction.
     *
     * @param messages of the transaction: a large one may take more along, or the ledger would fall behind
     */
    public void write(Connection connection, Instant now, int messages) throws SQLException {
        if (due(now)) {
            unwritten.write(connection, now.minus(policy.writeEvery()), Math.max(policy.writeLeast(), messages));
        }
    }

    /** Whether anything is counted and not written. */
    public boolean waiting() {
        return !unwritten.isEmpty();
    }

    /** Writes without waiting, as much as one transaction may. */
    public void writeWaiting(Connection connection) throws SQLException {
        unwritten.write(connection, Instant.MAX, policy.writeIdle());
    }

    /** Finds out what a commit without an answer stored, once the rows of the next attempt are written. */
    public void recognize(Connection connection, List<Entry> entries) throws SQLException {
        doubt.look(connection, entries);
    }

    /** Reads the accounts of those that are not in memory. */
    void meet(Connection connection, Set<String> deviceIds) throws SQLException {
        deviceIds.removeIf(accounts::containsKey);
        if (!deviceIds.isEmpty()) {
            new LedgerReader(policy).read(connection, deviceIds)
                    .forEach(account -> accounts.put(account.deviceId(), account));
        }
    }

    /** The transaction held: what it wrote is written, and what it stored is counted. */
    public void committed(List<Entry> stored, Repeats repeats, Instant now) {
        written(now);
        doubt.settle();
        for (Entry entry : stored) {
            if (repeats.conflicts().contains(entry.messageId())) {
                // In quarantine: a receipt must not say that it is stored.
                continue;
            }
            note(entry.device().deviceId(), entry.messageId(), entry.report(), entry.message().receivedAt(),
                    novelty(entry, repeats), now);
        }
        forgetEldest();
    }

    private Novelty novelty(Entry entry, Repeats repeats) {
        boolean ours = doubt.explains(entry);
        boolean again = entry.message().retained() || (repeats.contains(entry) && !ours);
        return again ? Novelty.REPEATED : Novelty.FRESH;
    }

    /** The transaction of {@link #writeWaiting} held. */
    public void written(Instant now) {
        unwritten.written(now);
    }

    /** The transaction did not hold, or its answer was lost: the next connection finds out. */
    public void rolledBack() {
        doubt.arise(checkpoint.last());
    }

    /** Whether the store had the message before. */
    enum Novelty {
        FRESH, REPEATED
    }

    /** @param deviceId may differ from the report's, which speaks of the device as its sender knows it */
    void note(String deviceId, long messageId, Decoded.Report report, Instant receivedAt, Novelty novelty,
            Instant now) {
        checkpoint.seen(messageId);
        Long number = report.sequence();
        boolean counts = novelty == Novelty.FRESH && !report.samples().isEmpty();
        boolean numbered = number != null && number >= 0;
        DeviceAccount account = accounts.get(deviceId);
        if (account == null || !(counts || numbered)) {
            noteJoin(account, report);
            return;
        }
        unwritten.add(account, messageId, now);
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
