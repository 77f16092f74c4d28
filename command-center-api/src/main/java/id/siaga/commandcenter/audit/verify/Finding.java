package id.siaga.commandcenter.audit.verify;

/**
 * Something that is not as it was recorded.
 *
 * @param seq the first record that may be wrong, 0 when it is none of the log's
 * @param words for people, English
 */
public record Finding(Kind kind, long seq, String words) {

    /** What was found. */
    public enum Kind {
        /** A record's fields do not give its hash. */
        EDITED,
        /** A number is missing, comes twice or in another place, or a record does not follow the one before. */
        BROKEN_CHAIN,
        /** The chain is in itself, but is not the one that was anchored. */
        REWRITTEN,
        /** Records that were anchored are not there. */
        TRUNCATED,
        /** No such record as can be read. */
        UNREADABLE,
        /** An anchor that the key did not sign, or of another log. */
        FORGED_ANCHOR,
        /** An anchor that must be there is not, or they are out of order. */
        MISSING_ANCHOR,
        /** What a decision rested on is not what it was. */
        EVIDENCE,
        /** A row of a table is not what the records say it became. */
        TABLE
    }
}
