package id.siaga.commandcenter.closure;

import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Nobody ends by hand what a held closure leaves in doubt, or what only a closure can end. */
public final class ClosureGuard implements Guard {

    @Override
    public Optional<String> objection(Connection connection, long incidentId, IncidentState to) throws SQLException {
        return switch (to) {
            case SELESAI -> {
                Optional<String> held = held(connection, incidentId);
                yield held.isPresent() ? held : onlyProposed(connection, incidentId);
            }
            case DITUTUP -> held(connection, incidentId);
            default -> Optional.empty();
        };
    }

    private static Optional<String> held(Connection connection, long incidentId) throws SQLException {
        return Statements.row(connection,
                "SELECT closure_id FROM command.closure WHERE incident_id = ? AND state = 'HELD'", incidentId)
                .map(row -> "Penutupan #%d ditahan untuk diperiksa (a held closure waits for its review)"
                        .formatted(row.path("closure_id").longValue()));
    }

    private static Optional<String> onlyProposed(Connection connection, long incidentId) throws SQLException {
        String category = Statements.only(connection, "SELECT category FROM command.incident WHERE incident_id = ?",
                incidentId).path("category").asText();
        return Requirement.of(connection, category).proposed()
                ? Optional
                        .of("Kategori %s selesai lewat penutupan: POST /api/v1/incidents/%d/closure (ends by a closure)"
                                .formatted(category, incidentId))
                : Optional.empty();
    }
}
