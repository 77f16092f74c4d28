package id.siaga.ingest.mqtt;

/** Tells the sender that its publication is safe. */
@FunctionalInterface
public interface Ack {

    /** What became of the publication; each of them is committed before it is told. */
    enum Outcome {
        STORED, DUPLICATE, IGNORED, QUARANTINED
    }

    void tell(Outcome outcome);
}
