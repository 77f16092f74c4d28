package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** An incident as a transaction saw it, its row locked until the end. */
record Seen(long id, String cause, IncidentState state, Priority priority, int version, Optional<Instant> finishedAt) {

    private static Seen of(ObjectNode row) {
        return new Seen(row.path("incident_id").longValue(), row.path("cause").asText(),
                IncidentState.valueOf(row.path("state").asText()), Priority.valueOf(row.path("priority").asText()),
                row.path("version").intValue(),
                Optional.ofNullable(row.path("finished_at").textValue()).map(Instant::parse));
    }

    /** Empty also when it lies out of {@code scope}. */
    static Optional<Seen> locked(Connection connection, Scope scope, long id) throws SQLException {
        return Statements.row(connection,
                """
                SELECT incident_id, cause, state, priority, version, finished_at FROM command.incident
                WHERE incident_id = ? AND (?::text[] IS NULL OR kecamatan_code = ANY (?)) FOR UPDATE""", id,
                scope.codes(), scope.codes()).map(Seen::of);
    }
}
