package id.siaga.ingest.store.sequence;

import org.jspecify.annotations.Nullable;

/**
 * What a number's arrival meant.
 *
 * @param skipped numbers that now are missing because of it
 * @param filled the gap it was missing from
 */
record Verdict(Kind kind, long skipped, @Nullable Gap filled) {

    enum Kind {
        /** Higher than all before it. */
        ADVANCE,
        /** Lower than one that came before it, and new. */
        LATE,
        /** Came before. */
        DUPLICATE,
        /** The first of a session. */
        RESTART
    }

    static final Verdict DUPLICATE = new Verdict(Kind.DUPLICATE, 0, null);
    static final Verdict RESTART = new Verdict(Kind.RESTART, 0, null);

    static Verdict advance(long skipped) {
        return new Verdict(Kind.ADVANCE, skipped, null);
    }

    static Verdict late(long skipped) {
        return new Verdict(Kind.LATE, skipped, null);
    }

    static Verdict filled(Gap gap) {
        return new Verdict(Kind.LATE, 0, gap);
    }
}
