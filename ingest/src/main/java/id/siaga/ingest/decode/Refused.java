package id.siaga.ingest.decode;

import id.siaga.ingest.telemetry.Reject;

/** Leaves a decoder from any depth with the reason a payload cannot be used. Carries no stack: bad input is ordinary. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1;
    private static final int DETAIL_CHARS = 300;

    private final Reject reason;

    Refused(Reject reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static Refused shape(String detail) {
        return new Refused(Reject.SHAPE, detail);
    }

    /** The same, said of what stands inside the member {@code name}. */
    Refused in(String name) {
        return new Refused(reason, name + ": " + getMessage());
    }

    Decoded.Rejected rejected() {
        String detail = String.valueOf(getMessage());
        return new Decoded.Rejected(reason,
                detail.length() <= DETAIL_CHARS ? detail : detail.substring(0, DETAIL_CHARS));
    }
}
