package id.siaga.ingest.http.broker;

import java.time.Instant;

import id.siaga.ingest.registry.Refusal;

/** What a broker is answered. */
sealed interface Verdict {

    /** @param until when the credential ends by itself; {@link Instant#MAX} when it does not */
    record Allowed(Instant until) implements Verdict {
    }

    record Refused(Refusal why) implements Verdict {
    }

    static Verdict allowed() {
        return new Allowed(Instant.MAX);
    }
}
