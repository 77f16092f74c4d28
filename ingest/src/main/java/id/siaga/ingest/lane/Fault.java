package id.siaga.ingest.lane;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Objects;

/** Why the database did not take something: for the data's sake, which repeats for ever, or for its own, which passes. */
public enum Fault {
    /** The data is at fault; the database works. */
    DATA,
    /** Transactions stood in each other's way; the next attempt goes through. */
    CONTENTION,
    /** Nobody answers there, or it starts, recovers or shuts down. */
    UNREACHABLE,
    /** It took longer than we wait. */
    STALLED,
    /** No space for rows or log. */
    DISK_FULL,
    /** It takes no writes: a standby, or set so. */
    READ_ONLY,
    /** Out of connections, memory or another resource. */
    EXHAUSTED,
    /** Anything else that may pass, such as a missing right. */
    OTHER;

    /** What SQLSTATE and cause say; classes as in appendix A of PostgreSQL's manual. */
    public static Fault of(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return switch (state) {
            case "53100" -> DISK_FULL;
            case "25006" -> READ_ONLY;
            case "57014", "55P03" -> STALLED;
            case "57P01", "57P02", "57P03", "57P05" -> UNREACHABLE;
            default -> e.getCause() instanceof SocketTimeoutException ? STALLED : ofClass(state);
        };
    }

    private static Fault ofClass(String state) {
        return switch (state.length() == 5 ? state.substring(0, 2) : "") {
            // cardinality, data, constraint, a limit such as a key too long for its index
            case "21", "22", "23", "54" -> DATA;
            case "40" -> CONTENTION;
            case "08" -> UNREACHABLE;
            case "53" -> EXHAUSTED;
            default -> OTHER;
        };
    }

    /** Whether no later attempt can go better while the database stays as it is. */
    public boolean isOutage() {
        return this != DATA && this != CONTENTION;
    }
}
