package id.siaga.commandcenter.closure.photo;

/** A file that is not taken as a photo. */
public final class UnfitPicture extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Fault {
        NOT_A_PHOTO, BROKEN, TOO_MANY_PIXELS, TOO_MANY_SCANS, NO_DECODER_FREE
    }

    private final Fault fault;

    UnfitPicture(Fault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
