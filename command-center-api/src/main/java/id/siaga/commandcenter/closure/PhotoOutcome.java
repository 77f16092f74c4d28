package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How an upload of a photo ended. */
public sealed interface PhotoOutcome {

    /** Now, or when it was sent before. */
    record Kept(ObjectNode photo) implements PhotoOutcome {
    }

    /** No such incident in scope. */
    record Missing() implements PhotoOutcome {
    }

    /** Its nonce is not for this person, this incident and this photo. */
    record NonceRefused(String why) implements PhotoOutcome {
    }

    record TooMany(int most) implements PhotoOutcome {
    }
}
