package id.siaga.ingest.decode;

import id.siaga.ingest.telemetry.Message;

/** One payload format. Pure: the same message and route give the same result on any thread. */
@FunctionalInterface
public interface Decoder {

    Decoded decode(Message message, Route route);

    /** Whether payloads may speak of people: quarantine keeps their size, hash and fault only. */
    default boolean personal() {
        return false;
    }
}
