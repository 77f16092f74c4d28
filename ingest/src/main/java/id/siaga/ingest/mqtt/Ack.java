package id.siaga.ingest.mqtt;

/** Tells the sender that its publication is safe. */
@FunctionalInterface
public interface Ack {

    /**
     * What became of the publication; each of them is committed before it is told, but {@code NOT_STORED}: that no
     * table would take, not even quarantine, and must not be acknowledged as if it were safe.
     */
    enum Outcome {
        STORED, DUPLICATE, IGNORED, QUARANTINED, NOT_STORED
    }

    void tell(Outcome outcome);
}
