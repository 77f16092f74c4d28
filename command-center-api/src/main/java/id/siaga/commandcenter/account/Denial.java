package id.siaga.commandcenter.account;

/** Something about accounts that cannot be done; {@code name} is its stable name, {@code words} are for a person. */
public final class Denial extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of no. */
    public enum Kind {
        /** The value of a field; {@code name} is the field's. */
        INVALID,
        /** Not for this person. */
        FORBIDDEN, MISSING,
        /** Not as things stand. */
        CONFLICT
    }

    private final Kind kind;
    private final String name;

    private Denial(Kind kind, String name, String words) {
        super(words, null, false, false);
        this.kind = kind;
        this.name = name;
    }

    public static Denial invalid(String field, String words) {
        return new Denial(Kind.INVALID, field, words);
    }

    public static Denial forbidden(String words) {
        return new Denial(Kind.FORBIDDEN, "forbidden", words);
    }

    public static Denial missing(String what) {
        return new Denial(Kind.MISSING, "not-found", what);
    }

    public static Denial conflict(String name, String words) {
        return new Denial(Kind.CONFLICT, name, words);
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public String words() {
        return String.valueOf(getMessage());
    }
}
