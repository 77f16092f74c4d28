package id.siaga.ingest.lane;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/** Whether a refusal lies in the data, and repeats for ever, or in the database, and passes. */
enum Fault {
    DATA, DATABASE;

    /** SQLSTATE classes 22 (data), 23 (constraint) and 21 (cardinality) speak of the data; everything else passes. */
    static Fault of(SQLException e) {
        @Nullable
        String state = e.getSQLState();
        boolean data = state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("21"));
        return data ? DATA : DATABASE;
    }
}
