package id.siaga.ingest.telemetry;

/** Why a publication could not be used. Each has a row in quarantine and a count. */
public enum Reject {
    MALFORMED, INVALID_UTF8, TOO_LARGE, TOO_MANY_SAMPLES, SHAPE, ID_MISMATCH, VERSION, ENCRYPTED, NO_POSITION, NO_ROUTE, UNKNOWN_DEVICE, RETAINED_TELEMETRY, NOT_PERMITTED, CONFLICT, STORE_REFUSED, INTERNAL, UNKNOWN_ALIAS
}
