package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements that go to the database together, in one round trip, and with their commit when they end the transaction. A
 * round trip costs a lane two switches of a busy processor; a statement among others costs its own work only.
 */
public final class Flight {

    /** What follows the statements in their transaction. */
    public enum Ending {
        /** Nothing: they may be committed when they land. */
        COMMIT,
        /** More statements, and their commit, of the caller's. */
        OPEN
    }

    /** Gives a statement its parameters from number {@code first} on and returns the next free number. */
    @FunctionalInterface
    public interface Binding {
        int bind(PreparedStatement statement, int first) throws SQLException;
    }

    private record Leg(String sql, Binding binding, Runnable onRow) {
    }

    private final List<Leg> legs = new ArrayList<>();

    /** Adds one statement, without a semicolon. */
    public Flight add(String sql, Binding binding) {
        return add(sql, binding, () -> {
        });
    }

    /** As above; {@code onRow} runs when the statement has answered with a row. */
    public Flight add(String sql, Binding binding, Runnable onRow) {
        legs.add(new Leg(sql, binding, onRow));
        return this;
    }

    public boolean isEmpty() {
        return legs.isEmpty();
    }

    Flight addAll(Flight others) {
        legs.addAll(others.legs);
        return this;
    }

    /** Sends all; the first that fails takes the others, and the commit, down with it. */
    public void fly(Connection connection, Ending ending) throws SQLException {
        if (legs.isEmpty()) {
            return;
        }
        String statements = legs.stream().map(Leg::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement flight = connection
                .prepareStatement(ending == Ending.COMMIT ? statements + ";\nCOMMIT" : statements)) {
            int next = 1;
            for (Leg leg : legs) {
                next = leg.binding().bind(flight, next);
            }
            boolean rows = flight.execute();
            for (Leg leg : legs) {
                if (rows && hasRow(flight)) {
                    leg.onRow().run();
                }
                rows = flight.getMoreResults();
            }
        }
    }

    private static boolean hasRow(PreparedStatement flight) throws SQLException {
        try (ResultSet row = flight.getResultSet()) {
            return row.next();
        }
    }
}
