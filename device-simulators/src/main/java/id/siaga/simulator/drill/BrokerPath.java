package id.siaga.simulator.drill;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Gauges at a broker, whose PUBACK says nothing of Siaga: only the tables confirm. */
record BrokerPath(Gauges gauges, Timetable timetable, Tables tables) implements Fault.Path {

    private static final Duration UNDISTURBED = Duration.ofSeconds(2);

    @Override
    public boolean deliversSince(long nanos) {
        return storedUntil(timetable.instant(nanos));
    }

    @Override
    public boolean drained() {
        return storedUntil(timetable.instant(System.nanoTime()).minus(UNDISTURBED));
    }

    private boolean storedUntil(Instant moment) {
        try {
            return tables.storedUntil(gauges.ids()).filter(newest -> newest.isAfter(moment)).isPresent();
        } catch (SQLException e) {
            // A database that is away confirms nothing.
            return false;
        }
    }
}
