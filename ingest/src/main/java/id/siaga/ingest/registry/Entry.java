package id.siaga.ingest.registry;

/** What a door is told about somebody who wants in. */
public sealed interface Entry {

    record Known(Identity identity) implements Entry {
    }

    /** A device that has just proved itself by a claim code; it comes back with what it is told now. */
    record Enrolled(String deviceId, String secret) implements Entry {

        @Override
        public String toString() {
            return "Enrolled[" + deviceId + "]";
        }
    }

    /** @param what the row says besides: which certificate, why a code was unfit */
    record Refused(String user, Refusal why, String what) implements Entry {
    }
}
