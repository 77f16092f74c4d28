package id.siaga.commandcenter.account;

import java.time.Instant;

/** A bearer token that is good now: whose it is, what for, and how far it reaches. */
public record Session(long id, Account account, Kind kind, Reach reach, Standing standing, Instant expiresAt) {

    /** What shows the token. */
    public enum Kind {
        /** A person. */
        LOGIN,
        /** A screen. */
        WALL,
        /** A program. */
        TOKEN
    }

    /** How far it goes. */
    public enum Reach {
        FULL, READ_ONLY,
        /** A screen that strangers see: little, and nothing exact. */
        VISITOR
    }

    /** Whether its holder may act at all. */
    public enum Standing {
        ACTIVE, MUST_CHANGE_PASSWORD, SUSPENDED
    }
}
