package id.siaga.ingest.store.sequence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the ledger counts of all devices together. Names are a contract: only add. */
public final class SequenceMetrics {

    private final Counter gaps;
    private final Counter late;
    private final Counter skewed;

    public SequenceMetrics(MeterRegistry meters) {
        gaps = counter(meters, "siaga.sequence.gap", "Sequence numbers skipped; some may come late");
        late = counter(meters, "siaga.late", "Messages that came after one with a higher sequence number");
        skewed = counter(meters, "siaga.clock.skewed", "Samples whose device clock was not believed");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void count(Verdict verdict) {
        if (verdict.skipped() > 0) {
            gaps.increment((double) verdict.skipped());
        }
        if (verdict.kind() == Verdict.Kind.LATE) {
            late.increment();
        }
    }

    void skewed(long samples) {
        if (samples > 0) {
            skewed.increment((double) samples);
        }
    }
}
