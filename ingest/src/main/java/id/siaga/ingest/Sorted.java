package id.siaga.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.store.BatchWriter.Repeats;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.Quarantine;
import id.siaga.ingest.telemetry.Reject;

/**
 * What a batch consists of, and what became of each part.
 *
 * @param entries what is to be stored
 * @param refused what goes to quarantine
 * @param entryOf an entry, or null, for each parcel in order
 * @param echoes message ids of entries that repeat what a sender without a clock has just said; not among the entries
 */
record Sorted(List<Parcel> batch, List<Entry> entries, List<Quarantine.Case> refused, List<@Nullable Entry> entryOf,
        Set<Long> echoes) {

    private static final String STORED_FIRST = "ts: another message with the same device time was stored first";

    static Sorted of(List<Parcel> batch) {
        return new Sorted(batch, new ArrayList<>(batch.size()), new ArrayList<>(), new ArrayList<>(batch.size()),
                new HashSet<>());
    }

    void refuse(Parcel parcel, Reject reason, String detail) {
        parcel.ack().because(reason, detail);
        refused.add(new Quarantine.Case(parcel.principal(), parcel.format(), parcel.message(), reason, detail));
    }

    void putAside(Set<Long> conflicts) {
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = entryOf.get(i);
            if (entry != null && conflicts.contains(entry.messageId())) {
                refuse(batch.get(i), Reject.CONFLICT, STORED_FIRST);
            }
        }
    }

    /** What each sender is told, in the order of the batch. */
    List<Ack.Outcome> outcomes(Repeats repeats) {
        List<Ack.Outcome> outcomes = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = entryOf.get(i);
            outcomes.add(entry == null ? withoutEntry(batch.get(i)) : outcome(entry.messageId(), repeats));
        }
        return outcomes;
    }

    private static Ack.Outcome withoutEntry(Parcel parcel) {
        return parcel.decoded() instanceof Decoded.Ignored ? Ack.Outcome.IGNORED : Ack.Outcome.QUARANTINED;
    }

    private Ack.Outcome outcome(long messageId, Repeats repeats) {
        if (repeats.conflicts().contains(messageId)) {
            return Ack.Outcome.QUARANTINED;
        }
        return echoes.contains(messageId) || repeats.duplicates().contains(messageId)
                ? Ack.Outcome.DUPLICATE
                : Ack.Outcome.STORED;
    }
}
