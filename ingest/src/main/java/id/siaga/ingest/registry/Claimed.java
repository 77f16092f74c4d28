package id.siaga.ingest.registry;

/** What became of a claim code. */
public sealed interface Claimed permits Claimed.Enrolled, Entry.Refused {

    /** It is used up: there is a device, which comes back with what it is told now. */
    record Enrolled(String deviceId, String secret) implements Claimed {

        @Override
        public String toString() {
            return "Enrolled[" + deviceId + "]";
        }
    }
}
