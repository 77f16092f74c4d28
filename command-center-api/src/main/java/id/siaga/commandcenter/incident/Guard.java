package id.siaga.commandcenter.incident;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Something that must hold before an incident may move on: a checklist, a proof. */
@FunctionalInterface
public interface Guard {

    /** Why it may not move {@code to} now, in words for the person who tried; empty when it may. */
    Optional<String> objection(Connection connection, long incidentId, IncidentState to) throws SQLException;
}
