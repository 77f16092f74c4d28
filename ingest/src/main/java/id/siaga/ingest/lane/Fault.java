package id.siaga.ingest.lane;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Whether a refusal lies in the data, and repeats for ever, or in the database, and passes. */
enum Fault {
    DATA, DATABASE;

    private static final Set<String> OF_DATA = Set.of("21", "22", "23", "54");

    /**
     * SQLSTATE classes 21 (cardinality), 22 (data), 23 (constraint) and 54 (a limit, such as a key too long for its
     * index) speak of the data; everything else passes.
     */
    static Fault of(SQLException e) {
        @Nullable
        String state = e.getSQLState();
        return state != null && state.length() == 5 && OF_DATA.contains(state.substring(0, 2)) ? DATA : DATABASE;
    }
}
