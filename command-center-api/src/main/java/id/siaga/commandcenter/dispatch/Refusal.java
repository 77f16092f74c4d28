package id.siaga.commandcenter.dispatch;

/** Something that may not be done as things are; undoes the transaction it is thrown in. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Why why;

    /** The stable word of the reason. */
    public enum Why {
        MISSING, CONFLICT, NOT_VERIFIED, INCIDENT_CLOSED, UNIT_BUSY, UNIT_UNFIT, ENDED, CHANGED, NOT_ON_SHIFT
    }

    public Refusal(Why why, String words) {
        super(words, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** In words, for whoever tried. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
