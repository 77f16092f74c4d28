package id.siaga.ingest.lane;

import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.lane.Stages.Stage;
import id.siaga.ingest.mqtt.Ack;

/**
 * Tells senders what became of what they sent, and counts it. Neither a sender that is gone nor a metric that fails
 * may stop it half way: what is told of and still in hand would be stored and told of again. One thread.
 */
final class Teller {

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

    private final InHand hand;
    private final LaneMetrics metrics;

    Teller(InHand hand, LaneMetrics metrics) {
        this.hand = hand;
        this.metrics = metrics;
    }

    /** @param outcomes what became of each parcel, in order */
    void tell(List<Parcel> batch, List<Ack.Outcome> outcomes) {
        long begun = System.nanoTime();
        Instant now = Instant.now();
        measure(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            tell(batch.get(i), outcomes.get(i), now);
        }
        metrics.stages().spent(Stage.ACK, begun);
    }

    /** Of one parcel alone that no transaction holds. */
    void notStored(Parcel parcel) {
        tell(parcel, Ack.Outcome.NOT_STORED, Instant.now());
    }

    private void tell(Parcel parcel, Ack.Outcome outcome, Instant now) {
        count(parcel, outcome, now);
        try {
            parcel.ack().tell(outcome);
        } catch (RuntimeException e) {
            // The sender is gone; what it sent is stored, and it will be a duplicate when it comes again.
            LOG.atDebug().setCause(e).log("An acknowledgement found nobody");
        }
        hand.told();
    }

    private void measure(int messages) {
        try {
            metrics.committed(messages);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A commit could not be measured");
        }
    }

    private void count(Parcel parcel, Ack.Outcome outcome, Instant now) {
        try {
            metrics.told(parcel, outcome, now);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("A message could not be counted");
        }
    }
}
