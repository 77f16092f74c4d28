package id.siaga.commandcenter.sql;

import java.sql.SQLException;

/** The database refused or could not be reached; the cause says which. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String EXCLUSION_VIOLATION = "23P01";
    private static final String CONNECTION_CLASS = "08";

    private final String state;

    public StoreFailure(SQLException cause) {
        super(cause.getMessage(), cause);
        state = cause.getSQLState() == null ? CONNECTION_CLASS : cause.getSQLState();
    }

    public boolean isDuplicate() {
        return state.equals(UNIQUE_VIOLATION);
    }

    /** Two rows that exclude each other, such as shifts at the same time. */
    public boolean isExcluded() {
        return state.equals(EXCLUSION_VIOLATION);
    }

    /** The sender's value, not our statement: a NUL in text, a date beyond all calendars (SQLSTATE class 22). */
    public boolean isBadValue() {
        return state.startsWith("22");
    }

    public boolean isUnavailable() {
        return state.startsWith(CONNECTION_CLASS) || state.startsWith("57P");
    }
}
