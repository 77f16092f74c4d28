package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How asking for a nonce ended. */
public sealed interface NonceOutcome {

    record Issued(ObjectNode nonce) implements NonceOutcome {
    }

    /** No such incident in scope. */
    record Missing() implements NonceOutcome {
    }

    /** It is over already. */
    record Finished(String state) implements NonceOutcome {
    }

    /** An officer who was not sent there. */
    record NotOnDuty() implements NonceOutcome {
    }

    record TooMany(int most) implements NonceOutcome {
    }
}
