package id.siaga.commandcenter.account;

import java.time.Instant;

/** How a login attempt ended. */
public sealed interface Login {

    /** {@code token} is shown once; the database keeps only its SHA-256. */
    record Granted(String token, Instant expiresAt) implements Login {
    }

    /** Unknown user or wrong password; deliberately not said which. */
    record Refused() implements Login {
    }

    /** The password was right; the account also asks for a one-time code. */
    record CodeNeeded() implements Login {
    }

    record Paused(Instant until) implements Login {
    }
}
