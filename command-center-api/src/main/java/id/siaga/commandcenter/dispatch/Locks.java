package id.siaga.commandcenter.dispatch;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Row locks in the one order: incidents by id, then units by id. */
final class Locks {

    private Locks() {
    }

    /** Locks the units and the incidents they are on, and {@code incidents} besides. */
    static void all(Connection connection, Collection<Long> incidents, Collection<Long> units) throws SQLException {
        TreeSet<Long> all = new TreeSet<>(incidents);
        all.addAll(engagements(connection, units));
        for (long id : all) {
            Statements.row(connection, "SELECT 1 FROM command.incident WHERE incident_id = ? FOR UPDATE", id);
        }
        for (long id : new TreeSet<>(units)) {
            Statements.row(connection, "SELECT 1 FROM command.unit WHERE unit_id = ? FOR UPDATE", id);
        }
        if (!all.containsAll(engagements(connection, units))) {
            throw new Refusal(Refusal.Why.CHANGED, "satuan baru saja ditugaskan, ulangi (just assigned, try again)");
        }
    }

    private static Set<Long> engagements(Connection connection, Collection<Long> units) throws SQLException {
        Set<Long> found = new TreeSet<>();
        for (long unit : units) {
            engagement(connection, unit).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Long> engagement(Connection connection, long unit) throws SQLException {
        return Statements.row(connection, """
                                          SELECT incident_id FROM command.assignment
                                          WHERE unit_id = ? AND cleared_at IS NULL""", unit)
                .map(row -> row.path("incident_id").longValue());
    }
}
