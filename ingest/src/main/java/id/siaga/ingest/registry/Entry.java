package id.siaga.ingest.registry;

/** What a door is told about somebody who wants in. */
public sealed interface Entry {

    record Known(Identity identity) implements Entry {
    }

    /**
     * A device with a claim code that is good now, and is used up only when the device asks what it was made for.
     *
     * @param user the user name with the code in it
     */
    record Claim(String user) implements Entry {

        @Override
        public String toString() {
            return "Claim[]";
        }
    }

    /** @param what the row says besides: which certificate, why a code was unfit */
    record Refused(String user, Refusal why, String what) implements Entry, Claimed {
    }
}
