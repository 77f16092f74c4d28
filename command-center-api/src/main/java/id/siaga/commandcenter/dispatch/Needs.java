package id.siaga.commandcenter.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.unit.Spot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads what an incident needs. */
final class Needs {

    private Needs() {
    }

    record Known(Need need, String number, IncidentState state) {
    }

    static Known of(Connection connection, Scope scope, long incidentId) throws SQLException {
        return Statements.row(connection,
                """
                SELECT i.incident_id, i.number, i.state, i.category, i.priority, i.kecamatan_code, i.latitude, i.longitude,
                       (SELECT to_jsonb(array_agg(n.qualification)) FROM command.category_need n
                        WHERE n.category = i.category) AS qualifications
                FROM command.incident i
                WHERE i.incident_id = ? AND (?::text[] IS NULL OR array_append(i.shared_with, i.kecamatan_code) && ?)""",
                incidentId,
                scope.codes(), scope.codes()).map(Needs::known)
                .orElseThrow(() -> new Refusal(Refusal.Why.MISSING, "insiden " + incidentId));
    }

    private static Known known(ObjectNode row) {
        Optional<Spot> spot = row.path("latitude").isNumber()
                ? Optional.of(new Spot(row.path("latitude").doubleValue(), row.path("longitude").doubleValue()))
                : Optional.empty();
        return new Known(new Need(row.path("incident_id").longValue(), row.path("category").asText(),
                Priority.valueOf(row.path("priority").asText()),
                Optional.ofNullable(row.path("kecamatan_code").textValue()), spot,
                Candidates.words(row.path("qualifications"))), row.path("number").asText(),
                IncidentState.valueOf(row.path("state").asText()));
    }
}
